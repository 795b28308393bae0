/**
 * Every code a diagnostic can carry, registered once, with what it says. The codes are part of the public contract: tools
 * and tests act on them, and the documentation is generated from this list.
 */
export const diagnosticCodes = {
  // The file as such. Each of these is reported alone: nothing after it could be trusted.
  FileTooLarge: "The file is larger than 1 MiB.",
  EncodingInvalid: "The file is not UTF-8.",
  CharacterInvalid: "The file contains a character that YAML does not allow.",
  NestingTooDeep: "Lists and objects are nested more than 64 levels deep.",
  TooManyAliases: "The file uses more than 100 aliases.",
  AliasExpansionTooLarge: "With its aliases written out, the document would be larger than 1 MiB.",
  SyntaxInvalid: "The text is not YAML.",
  TabIndentation: "A line is indented with a tab.",
  DocumentEmpty: "The file has no document in it.",
  MultipleDocuments: "The file has more than one document in it.",

  // What YAML allows and this language does not, so that no value changes on the way.
  DirectiveRefused: "The file has a %YAML or %TAG directive.",
  TagRefused: "A value has a tag.",
  MergeKeyRefused: "An object has a merge key.",
  KeyNotText: "A key is not a string.",
  KeyForbidden: "A key has a name that is reserved by the system.",
  DuplicateKey: "An object has the same key twice.",
  AnchorUnknown: "An alias names an anchor that does not stand before it.",
  AliasCycle: "An alias stands inside of what it names.",
  NumberNotCanonical: "A plain number would change when it is read.",
  TextInvalid: "A text contains half of a surrogate pair.",
  TooManyProblems: "There are more problems than are shown.",

  // The shape of a value: the workflow, the inputs of a step, a request, a configuration.
  UnknownKey: "An object has a key that means nothing there.",
  MissingKey: "An object lacks a key that it must have.",
  WrongType: "A value is of another type than is wanted.",
  ValueNotAllowed: "A value is not one of those that are allowed.",
  FormatInvalid: "A text does not have the form that is wanted.",
  LengthOutOfRange: "A text, list or object is too short or too long.",
  NumberOutOfRange: "A number is too small or too large.",
  NotUnique: "A list has an entry twice.",
  ShapeInvalid: "A value does not have the shape that is wanted.",

  // What a workflow means.
  TooManySteps: "The workflow has more than 500 steps.",
  DuplicateStepName: "Two steps of one list have the same name.",
  StepTypeUnknown: "No registered step type has this name.",
  DuplicateResolver: "Two context resolvers have the same capability, provider and session.",
  TemplateInLiteral: "A template stands where only a literal is allowed.",
  TemplateIgnored: "A template stands where templates are not resolved.",
  NameReserved: "A name is reserved by the engine.",
  SchemaInvalid: "A schema under inputs is no JSON Schema, or uses what is not supported here.",
  UndeclaredInput: "A template or condition uses a request value that inputs does not declare.",
  PathInvalid: "A path is malformed, or not allowed where it stands.",
  PatternInvalid: "A wildcard pattern or a regular expression is malformed.",
  TemplateInvalid: "A template is malformed.",

  // A request.
  NotData: "A request holds something that is not data, such as a function.",

  // Planning.
  ContextConflict: "The request brings something where a context resolver or its views would write.",
  LifecycleEventMismatch: "The request's lifecycle event is not the workflow's.",
  TemplateUnresolved: "A template's path has no value in the request.",
  PathNotFound: "A condition's path has no value.",
  PathAmbiguous: "Two keys differ only in case, so a path fits both.",
  WrongKind: "A value is of a kind that does not fit the operator or the place it goes to.",
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;
