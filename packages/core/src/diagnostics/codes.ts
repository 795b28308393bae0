/**
 * Every code a diagnostic can carry, registered once, with what it means and what to do about it (Markdown). The codes
 * are part of the public contract: tools and tests act on them, and the documentation is generated from this list.
 */
export const diagnosticCodes = {
  // The file as such. Each of these is reported alone: nothing after it could be trusted.
  FileTooLarge: {
    meaning: "The file is larger than 1 MiB.",
    remedy: "Split the workflow; a request or configuration never needs that much.",
  },
  EncodingInvalid: {
    meaning: "The file is not UTF-8.",
    remedy: "Save the file as UTF-8.",
  },
  CharacterInvalid: {
    meaning: "The file contains a character that YAML does not allow.",
    remedy: "Take the character out, or write it as an escape in double quotes.",
  },
  NestingTooDeep: {
    meaning: "Lists and objects are nested more than 64 levels deep.",
    remedy: "Flatten it.",
  },
  TooManyAliases: {
    meaning: "The file uses more than 100 aliases.",
    remedy: "Write some of them out.",
  },
  AliasExpansionTooLarge: {
    meaning: "With its aliases written out, the document would be larger than 1 MiB.",
    remedy: "Write less through aliases; aliases of aliases multiply.",
  },
  SyntaxInvalid: {
    meaning: "The text is not YAML.",
    remedy: "Look at the place and the line before it: a missing quote, bracket or blank is the usual reason.",
  },
  TabIndentation: {
    meaning: "A line is indented with a tab.",
    remedy: "Indent with blanks.",
  },
  DocumentEmpty: {
    meaning: "The file has no document in it.",
    remedy: "Write the document, or name another file.",
  },
  MultipleDocuments: {
    meaning: "The file has more than one document in it.",
    remedy: "Make a file of each.",
  },

  // What YAML allows and this language does not, so that no value changes on the way.
  DirectiveRefused: {
    meaning: "The file has a %YAML or %TAG directive.",
    remedy: "Take the line out.",
  },
  TagRefused: {
    meaning: "A value has a tag.",
    remedy: "Take the tag out; quote a value that shall be text.",
  },
  MergeKeyRefused: {
    meaning: "An object has a merge key.",
    remedy: "Write the keys out, or use an alias for the whole object.",
  },
  KeyNotText: {
    meaning: "A key is not a string.",
    remedy: "Quote the key.",
  },
  KeyForbidden: {
    meaning: "A key has a name that is reserved by the system.",
    remedy: "Use another name.",
  },
  DuplicateKey: {
    meaning: "An object has the same key twice.",
    remedy: "Remove one of them.",
  },
  AnchorUnknown: {
    meaning: "An alias names an anchor that does not stand before it.",
    remedy: "Write the anchor before the alias. A text that begins with `*` needs quotes.",
  },
  AliasCycle: {
    meaning: "An alias stands inside of what it names.",
    remedy: "Write the value out at one of the two places.",
  },
  NumberNotCanonical: {
    meaning: "A plain number would change when it is read.",
    remedy: "Quote it, to have it as text.",
  },
  TextInvalid: {
    meaning: "A text contains half of a surrogate pair.",
    remedy: "Write the whole character, or its `\\u` escapes in pairs.",
  },
  TooManyProblems: {
    meaning: "There are more problems than are shown.",
    remedy: "Mend those that are shown; then look again.",
  },

  // The shape of a value: the workflow, the inputs of a step, a request, a configuration.
  UnknownKey: {
    meaning: "An object has a key that means nothing there.",
    remedy: "Correct its spelling, or take it out. The message says which was probably meant.",
  },
  MissingKey: {
    meaning: "An object lacks a key that it must have.",
    remedy: "Add it.",
  },
  WrongType: {
    meaning: "A value is of another type than is wanted.",
    remedy: "Write a value of the type that the message names. Quotes make text, brackets a list.",
  },
  ValueNotAllowed: {
    meaning: "A value is not one of those that are allowed.",
    remedy: "Write one of those that the message lists.",
  },
  FormatInvalid: {
    meaning: "A text does not have the form that is wanted.",
    remedy: "Write it in the form that the message names.",
  },
  LengthOutOfRange: {
    meaning: "A text, list or object is too short or too long.",
    remedy: "Keep to the length that the message names.",
  },
  NumberOutOfRange: {
    meaning: "A number is too small or too large.",
    remedy: "Keep to the range that the message names.",
  },
  NotUnique: {
    meaning: "A list has an entry twice.",
    remedy: "Remove one of them.",
  },
  ShapeInvalid: {
    meaning: "A value does not have the shape that is wanted.",
    remedy: "Write one of the shapes that the message or the page of this document describes.",
  },

  // What a workflow means.
  TooManySteps: {
    meaning: "The workflow has more than 500 steps.",
    remedy: "Split the workflow, or use the step types that take lists.",
  },
  DuplicateStepName: {
    meaning: "Two steps of one list have the same name.",
    remedy: "Rename one: results and events tell steps apart by their names.",
  },
  StepTypeUnknown: {
    meaning: "No registered step type has this name.",
    remedy: "Correct its spelling (`idle steps` lists them), or add its package under `steps` of the configuration.",
  },
  DuplicateResolver: {
    meaning: "Two context resolvers have the same capability, provider and session.",
    remedy: "Remove one.",
  },
  TemplateInLiteral: {
    meaning: "A template stands where only a literal is allowed.",
    remedy: "Write the value itself: no request may choose a provider, a session or a path.",
  },
  TemplateIgnored: {
    meaning: "A template stands where templates are not resolved.",
    remedy: "Write the value itself; put what comes from the request into the path, or into `with`.",
  },
  KeyWithoutEffect: {
    meaning: "A key stands where it does nothing, because the key that it belongs to is missing.",
    remedy: "Write the key that the message names, or take this one out.",
  },
  NameReserved: {
    meaning: "A name is reserved by the engine.",
    remedy: "Use another name.",
  },
  SchemaInvalid: {
    meaning: "A schema under inputs is no JSON Schema, or uses what is not supported here.",
    remedy: "Mend the schema at the place that is named.",
  },
  UndeclaredInput: {
    meaning: "A template or condition uses a request value that inputs does not declare.",
    remedy: "Declare it under `inputs`, or correct the path. The message says which was probably meant.",
  },
  PathInvalid: {
    meaning: "A path is malformed, or not allowed where it stands.",
    remedy: "Begin with `Request.`, and use letters, digits, `_` and `-` in segments joined by dots.",
  },
  PatternInvalid: {
    meaning: "A wildcard pattern or a regular expression is malformed.",
    remedy: "Mend the pattern; a backtick makes a wildcard literal.",
  },
  TemplateInvalid: {
    meaning: "A template is malformed.",
    remedy: "Close it with `}}` and write one path between; `\\{{` is a literal `{{`.",
  },

  // A request.
  NotData: {
    meaning: "A request holds something that is not data, such as a function.",
    remedy: "Pass plain data: texts, numbers, true, false, null, lists and objects.",
  },

  // Planning.
  ContextConflict: {
    meaning: "The request brings something where a context resolver or its views would write.",
    remedy: "Leave it out of the request, or take the resolver out of the workflow.",
  },
  LifecycleEventMismatch: {
    meaning: "The request's lifecycle event is not the workflow's.",
    remedy: "Use the workflow that is for this event, or correct the request.",
  },
  TemplateUnresolved: {
    meaning: "A template's path has no value in the request.",
    remedy: "Bring the value in the request, or guard the step with a condition `exists`.",
  },
  PathNotFound: {
    meaning: "A condition's path has no value.",
    remedy: "Bring the value, or ask with `exists` first.",
  },
  PathAmbiguous: {
    meaning: "Two keys differ only in case, so a path fits both.",
    remedy: "Rename one of the two keys.",
  },
  WrongKind: {
    meaning: "A value is of a kind that does not fit the operator or the place it goes to.",
    remedy: "Bring a value of the kind that the message names, or use another operator.",
  },
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;
