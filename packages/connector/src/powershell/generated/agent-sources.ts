// Generated from dotnet by packages/connector/scripts/generate.mjs. Do not edit.
export const bootstrapScript = `& {
Set-StrictMode -Off
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$utf8 = New-Object System.Text.UTF8Encoding $false
if ($null -eq $stdout) {
$reader = New-Object System.IO.StreamReader ([Console]::OpenStandardInput(65536)), $utf8, $false, 65536
$stdout = [Console]::OpenStandardOutput()
}
[Console]::SetOut([System.IO.TextWriter]::Null)
[Console]::SetError([System.IO.TextWriter]::Null)
[Console]::SetIn([System.IO.TextReader]::Null)
$begin = $utf8.GetBytes("\`nidle-agent begin\`n")
$stdout.Write($begin, 0, $begin.Length)
$stdout.Flush()
$boundary, $folder, $name = $reader.ReadLine().Split(' ')
$folder = $utf8.GetString([Convert]::FromBase64String($folder))
$say = {
param([string]$text)
$bytes = $utf8.GetBytes("\`n$boundary 0 $text\`n")
$stdout.Write($bytes, 0, $bytes.Length)
$stdout.Flush()
}
$digest = {
param([byte[]]$bytes)
$sha = [System.Security.Cryptography.SHA256]::Create()
try { [BitConverter]::ToString($sha.ComputeHash($bytes)).Replace('-', '') } finally { $sha.Dispose() }
}
$edition = if ($PSVersionTable.PSEdition) { $PSVersionTable.PSEdition } else { 'Desktop' }
$place = [System.IO.Path]::Combine($folder, ('{0}-{1}-{2}' -f $name, $edition, $PSVersionTable.PSVersion))
$file = [System.IO.Path]::Combine($place, 'agent.dll')
$assembly = $null
try {
$assembly = [System.IO.File]::ReadAllBytes($file)
if ([System.IO.File]::ReadAllText("$file.sha256") -cne (& $digest $assembly)) { $assembly = $null }
} catch { $assembly = $null }
if ($null -eq $assembly) {
& $say 'source'
$source = $utf8.GetString([Convert]::FromBase64String($reader.ReadLine()))
$fresh = "$place.$([Guid]::NewGuid())"
try {
[void][System.IO.Directory]::CreateDirectory($fresh)
$made = [System.IO.Path]::Combine($fresh, 'agent.dll')
$options = @{ TypeDefinition = $source; OutputAssembly = $made; IgnoreWarnings = $true }
if ($edition -eq 'Desktop') { $options.ReferencedAssemblies = 'System.Core' }
Add-Type @options
$assembly = [System.IO.File]::ReadAllBytes($made)
[System.IO.File]::WriteAllText("$made.sha256", (& $digest $assembly))
if ([System.IO.Directory]::Exists($place)) { [System.IO.Directory]::Delete($place, $true) }
[System.IO.Directory]::Move($fresh, $place)
foreach ($other in [System.IO.Directory]::GetDirectories($folder)) {
if (-not [System.IO.Path]::GetFileName($other).StartsWith("$name-")) { [System.IO.Directory]::Delete($other, $true) }
}
} catch {
if ($null -eq $assembly) {
& $say ('failed ' + [Convert]::ToBase64String($utf8.GetBytes([string]$_)))
return
}
} finally {
if ([System.IO.Directory]::Exists($fresh)) { try { [System.IO.Directory]::Delete($fresh, $true) } catch { } }
}
}
if (-not ('Idle.ConnectorHost.Agent' -as [type])) { [void][System.Reflection.Assembly]::Load($assembly) }
& $say ('loaded {0} {1}' -f $edition, $PSVersionTable.PSVersion)
[Idle.ConnectorHost.Agent]::Run($reader, $stdout, $boundary)
}
`;
/** C# of the language version 5. */
export const agentSource = `namespace Microsoft.MetadirectoryServices
{
public class MACapabilities
{
public MACapabilities()
{
ObjectRename = true;
DeltaImport = true;
ConcurrentOperation = true;
DeleteAddAsReplace = true;
SupportImport = true;
SupportExport = true;
SupportPartitions = true;
SupportPassword = true;
SupportHierarchy = true;
ExportType = MAExportType.AttributeReplace;
}
public MADistinguishedNameStyle DistinguishedNameStyle { get; set; }
public MAExportType ExportType { get; set; }
public MANormalizations Normalizations { get; set; }
public MAObjectConfirmation ObjectConfirmation { get; set; }
public bool ConcurrentOperation { get; set; }
public bool DeleteAddAsReplace { get; set; }
public bool DeltaImport { get; set; }
public bool ExportPasswordInFirstPass { get; set; }
public bool FullExport { get; set; }
public bool IsDNAsAnchor { get; set; }
public bool NoReferenceValuesInFirstExport { get; set; }
public bool ObjectRename { get; set; }
public bool SupportExport { get; set; }
public bool SupportHierarchy { get; set; }
public bool SupportImport { get; set; }
public bool SupportPartitions { get; set; }
public bool SupportPassword { get; set; }
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
public class CSEntryChange
{
private readonly NamedCollection<AttributeChange> changes = new NamedCollection<AttributeChange>(each => each.Name);
private readonly NamedCollection<AnchorAttribute> anchors = new NamedCollection<AnchorAttribute>(each => each.Name);
private IList<string> changedNames;
protected internal CSEntryChange()
{
Identifier = Guid.NewGuid();
}
public Guid Identifier { get; internal set; }
public string DN { get; set; }
public string ObjectType { get; set; }
public ObjectModificationType ObjectModificationType { get; set; }
public MAImportError ErrorCodeImport { get; set; }
public string ErrorName { get; set; }
public string ErrorDetail { get; set; }
public string RDN
{
get { return Names.FirstPart(DN); }
}
public KeyedCollection<string, AttributeChange> AttributeChanges
{
get { return changes; }
}
public KeyedCollection<string, AnchorAttribute> AnchorAttributes
{
get { return anchors; }
}
public IList<string> ChangedAttributeNames
{
internal set { changedNames = value; }
get
{
if (changedNames != null) return changedNames;
List<string> names = new List<string>(changes.Count);
foreach (AttributeChange each in changes) names.Add(each.Name);
return names;
}
}
public static CSEntryChange Create()
{
return new CSEntryChange();
}
public override string ToString()
{
return ObjectModificationType + " " + ObjectType + " " + DN;
}
}
public class AttributeChange
{
internal const string NameAttribute = "DN";
protected internal AttributeChange(string name, AttributeType dataType, bool isMultiValued, AttributeModificationType modificationType, IList<ValueChange> valueChanges)
{
Name = Values.NotEmpty(name, "name");
DataType = dataType;
IsMultiValued = isMultiValued;
ModificationType = modificationType;
ValueChanges = valueChanges;
}
public string Name { get; private set; }
public AttributeType DataType { get; private set; }
public bool IsMultiValued { get; private set; }
public AttributeModificationType ModificationType { get; private set; }
public IList<ValueChange> ValueChanges { get; private set; }
public static AttributeChange CreateAttributeAdd(string name, object value)
{
return OfValues(name, AttributeModificationType.Add, value);
}
public static AttributeChange CreateAttributeAdd(string name, IList<object> values)
{
return OfValues(name, AttributeModificationType.Add, values);
}
public static AttributeChange CreateAttributeReplace(string name, object value)
{
return OfValues(name, AttributeModificationType.Replace, value);
}
public static AttributeChange CreateAttributeReplace(string name, IList<object> values)
{
return OfValues(name, AttributeModificationType.Replace, values);
}
public static AttributeChange CreateAttributeUpdate(string name, object value)
{
return OfValues(name, AttributeModificationType.Update, value);
}
public static AttributeChange CreateAttributeUpdate(string name, IList<ValueChange> valueChanges)
{
return OfValues(name, AttributeModificationType.Update, valueChanges);
}
public static AttributeChange CreateAttributeDelete(string name)
{
return new AttributeChange(name, AttributeType.Undefined, false, AttributeModificationType.Delete, new List<ValueChange>());
}
public static AttributeChange CreateNewDN(string newDN)
{
return OfValues(NameAttribute, AttributeModificationType.Replace, Values.NotEmpty(newDN, "newDN"));
}
private static AttributeChange OfValues(string name, AttributeModificationType modification, object given)
{
if (given == null) throw new ArgumentNullException("value");
List<ValueChange> changes = new List<ValueChange>();
AttributeType type = AttributeType.Undefined;
foreach (object each in Values.Several(given))
{
ValueChange change = each as ValueChange ?? ValueChange.CreateValueAdd(each);
if (type == AttributeType.Undefined) type = Values.TypeOf(change.Value);
changes.Add(change);
}
return new AttributeChange(name, type, Values.IsList(given), modification, changes);
}
public override string ToString()
{
return ModificationType + " " + Name;
}
}
public class ValueChange
{
public ValueChange(object value, ValueModificationType modificationType)
{
Value = Values.NotNull(Values.Bare(value), "value");
ModificationType = modificationType;
}
public object Value { get; private set; }
public ValueModificationType ModificationType { get; private set; }
public static ValueChange CreateValueAdd(object value)
{
return new ValueChange(value, ValueModificationType.Add);
}
public static ValueChange CreateValueDelete(object value)
{
return new ValueChange(value, ValueModificationType.Delete);
}
public override string ToString()
{
return ModificationType.ToString();
}
}
public class AnchorAttribute
{
protected internal AnchorAttribute(string name, object value)
: this(name, Values.TypeOf(Values.Bare(value)), value)
{
}
protected internal AnchorAttribute(string name, AttributeType dataType, object value)
{
Name = Values.NotEmpty(name, "name");
Value = Values.NotNull(Values.Bare(value), "value");
DataType = dataType;
}
public string Name { get; private set; }
public AttributeType DataType { get; private set; }
public object Value { get; private set; }
public static AnchorAttribute Create(string name, object value)
{
return new AnchorAttribute(name, value);
}
public override string ToString()
{
return Name;
}
}
internal static class Names
{
public static string FirstPart(string dn)
{
if (dn == null) return null;
for (int at = 0; at < dn.Length; at++)
{
if (dn[at] == '\\\\') at++;
else if (dn[at] == ',') return dn.Substring(0, at);
}
return dn;
}
}
}
namespace Microsoft.MetadirectoryServices.DetachedObjectModel
{
using System.Collections.Generic;
using Microsoft.MetadirectoryServices;
public class AttributeChangeDetached : AttributeChange
{
public AttributeChangeDetached(string name, AttributeModificationType modificationType, IList<ValueChange> valueChanges, AttributeType dataType, bool isMultiValued, bool isAnchor)
: base(name, dataType, isMultiValued, modificationType, valueChanges ?? new List<ValueChange>())
{
}
public AttributeChangeDetached(string name, AttributeModificationType modificationType, IList<ValueChange> valueChanges)
: base(name, TypeOf(valueChanges), valueChanges != null && valueChanges.Count > 1, modificationType, valueChanges ?? new List<ValueChange>())
{
}
public AttributeChangeDetached(SchemaAttribute attribute, AttributeModificationType modificationType, object value)
: base(Values.NotNull(attribute, "attribute").Name, attribute.DataType, attribute.IsMultiValued, modificationType, ChangesOf(value))
{
}
private static AttributeType TypeOf(IList<ValueChange> changes)
{
return changes == null || changes.Count == 0 ? AttributeType.Undefined : Values.TypeOf(changes[0].Value);
}
private static IList<ValueChange> ChangesOf(object value)
{
List<ValueChange> changes = new List<ValueChange>();
foreach (object each in Values.Several(value)) changes.Add(each as ValueChange ?? ValueChange.CreateValueAdd(each));
return changes;
}
}
public class AnchorAttributeDetached : AnchorAttribute
{
public AnchorAttributeDetached(string name, AttributeType dataType, object value) : base(name, dataType, value) { }
}
public class CSEntryChangeDetached : CSEntryChange
{
public CSEntryChangeDetached(System.Guid identifier, ObjectModificationType modificationType, MAImportError errorCode, IList<string> changedAttributeNames)
{
Identifier = identifier;
ObjectModificationType = modificationType;
ErrorCodeImport = errorCode;
ChangedAttributeNames = changedAttributeNames;
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections;
using System.Collections.Generic;
public class CSEntry
{
private readonly Dictionary<string, Attrib> attributes = new Dictionary<string, Attrib>(StringComparer.OrdinalIgnoreCase);
internal CSEntry() { }
public ReferenceValue DN { get; internal set; }
public string ObjectType { get; internal set; }
public ManagementAgent MA { get; internal set; }
public ValueCollection ObjectClass { get; internal set; }
public string RDN
{
get { return DN == null ? null : Names.FirstPart(DN.ToString()); }
}
public ConnectionState ConnectionState
{
get { return ConnectionState.Connected; }
}
public Attrib this[string attributeName]
{
get
{
Attrib found;
return attributes.TryGetValue(attributeName, out found) ? found : new Attrib(attributeName, AttributeType.Undefined, false, new List<object>());
}
}
internal void Add(Attrib attribute)
{
attributes[attribute.Name] = attribute;
}
public AttributeNameEnumerator GetEnumerator()
{
return new AttributeNameEnumerator(attributes.Keys);
}
public override string ToString()
{
return DN == null ? "" : DN.ToString();
}
}
public class AttributeNameEnumerator : IEnumerator
{
private readonly IEnumerator names;
internal AttributeNameEnumerator(IEnumerable names)
{
this.names = names.GetEnumerator();
}
public object Current
{
get { return names.Current; }
}
public bool MoveNext()
{
return names.MoveNext();
}
public void Reset()
{
names.Reset();
}
}
public class ManagementAgent
{
internal ManagementAgent(string name)
{
Name = name;
}
public string Name { get; private set; }
public override string ToString()
{
return Name;
}
}
public class ReferenceValue : Value
{
private readonly string dn;
internal ReferenceValue(string dn) : base(dn ?? "")
{
this.dn = dn ?? "";
}
public override AttributeType DataType
{
get { return AttributeType.Reference; }
}
public int Depth
{
get { return Parts().Count; }
}
public ReferenceValue Parent()
{
return Parent(0);
}
public ReferenceValue Parent(int skipLevels)
{
if (skipLevels < 0) throw new ArgumentOutOfRangeException("skipLevels");
int depth = Depth;
return skipLevels < depth - 1 ? Subcomponents(skipLevels + 1, depth) : null;
}
public ReferenceValue Subcomponents(int startingComponent, int endingComponent)
{
List<string> parts = Parts();
if (startingComponent < 0 || startingComponent >= endingComponent) throw new ArgumentOutOfRangeException("startingComponent");
if (endingComponent > parts.Count) throw new ArgumentOutOfRangeException("endingComponent");
return new ReferenceValue(string.Join(",", parts.GetRange(startingComponent, endingComponent - startingComponent).ToArray()));
}
public ReferenceValue Concat(ReferenceValue dn)
{
return Concat(Values.NotNull(dn, "dn").ToString());
}
public ReferenceValue Concat(string dn)
{
Values.NotNull(dn, "dn");
return new ReferenceValue(this.dn.Length == 0 || dn.Length == 0 ? this.dn + dn : this.dn + "," + dn);
}
public string this[int index]
{
get { return Parts()[index]; }
}
private List<string> Parts()
{
List<string> parts = new List<string>();
for (string rest = dn; rest.Length > 0;)
{
string first = Names.FirstPart(rest);
parts.Add(first);
rest = first.Length < rest.Length ? rest.Substring(first.Length + 1).TrimStart() : "";
}
return parts;
}
public override long ToInteger()
{
throw new InvalidOperationException("A name is no integer.");
}
public override bool ToBoolean()
{
throw new InvalidOperationException("A name is no boolean.");
}
public override byte[] ToBinary()
{
throw new InvalidOperationException("A name has no bytes.");
}
public override string ToString()
{
return dn;
}
public override bool Equals(object other)
{
return other != null && string.Equals(dn, other.ToString(), StringComparison.OrdinalIgnoreCase);
}
public override int GetHashCode()
{
return StringComparer.OrdinalIgnoreCase.GetHashCode(dn);
}
}
public class Attrib
{
private readonly ValueCollection values;
internal Attrib(string name, AttributeType dataType, bool isMultivalued, IList<object> values)
{
Name = name;
DataType = dataType;
IsMultivalued = isMultivalued;
this.values = new ValueCollection(values);
}
public string Name { get; private set; }
public AttributeType DataType { get; private set; }
public bool IsMultivalued { get; private set; }
public bool IsPresent
{
get { return values.Count > 0; }
}
public ValueCollection Values
{
get { return values; }
}
public string Value
{
get { return Only().ToString(); }
}
public string StringValue
{
get { return Only().ToString(); }
}
public long IntegerValue
{
get { return Only().ToInteger(); }
}
public bool BooleanValue
{
get { return Only().ToBoolean(); }
}
public byte[] BinaryValue
{
get { return Only().ToBinary(); }
}
public ReferenceValue ReferenceValue
{
get { return new ReferenceValue(Only().ToString()); }
}
private Value Only()
{
if (values.Count == 0) throw new AttributeNotPresentException("The attribute " + Name + " is not present.");
if (values.Count > 1) throw new TooManyValuesException("The attribute " + Name + " has several values: read Values.");
return values[0];
}
public override string ToString()
{
return Name;
}
}
public class ValueCollection : IEnumerable
{
private readonly List<Value> values = new List<Value>();
internal ValueCollection(IEnumerable<object> held)
{
foreach (object each in held) values.Add(new Value(each));
}
public int Count
{
get { return values.Count; }
}
public Value this[int index]
{
get { return values[index]; }
}
public bool Contains(string value)
{
foreach (Value each in values)
{
if (string.Equals(each.ToString(), value, StringComparison.OrdinalIgnoreCase)) return true;
}
return false;
}
public bool Contains(long value)
{
return Contains(new Value(value).ToString());
}
public bool Contains(byte[] value)
{
string text = new Value(value).ToString();
foreach (Value each in values)
{
if (each.DataType == AttributeType.Binary && each.ToString() == text) return true;
}
return false;
}
public bool Contains(Value value)
{
return Contains(Values.NotNull(value, "value").ToString());
}
public string[] ToStringArray()
{
string[] texts = new string[values.Count];
for (int at = 0; at < texts.Length; at++) texts[at] = values[at].ToString();
return texts;
}
public long[] ToIntegerArray()
{
long[] numbers = new long[values.Count];
for (int at = 0; at < numbers.Length; at++) numbers[at] = values[at].ToInteger();
return numbers;
}
public byte[][] ToByteArrays()
{
byte[][] all = new byte[values.Count][];
for (int at = 0; at < all.Length; at++) all[at] = values[at].ToBinary();
return all;
}
public IEnumerator GetEnumerator()
{
return values.GetEnumerator();
}
}
public class Value
{
private readonly object held;
internal Value(object held)
{
this.held = held;
}
public virtual AttributeType DataType
{
get { return Values.TypeOf(held); }
}
public virtual long ToInteger()
{
return Convert.ToInt64(held, System.Globalization.CultureInfo.InvariantCulture);
}
public virtual bool ToBoolean()
{
return Convert.ToBoolean(held, System.Globalization.CultureInfo.InvariantCulture);
}
public virtual byte[] ToBinary()
{
return (byte[])held;
}
public override string ToString()
{
byte[] bytes = held as byte[];
return bytes != null ? Convert.ToBase64String(bytes) : Convert.ToString(held, System.Globalization.CultureInfo.InvariantCulture);
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
public enum AttributeType { String = 0, Integer = 1, Reference = 2, Binary = 3, Boolean = 4, Undefined = 5 }
public enum AttributeOperation { ImportExport = 0, ExportOnly = 1, ImportOnly = 2 }
public enum ObjectModificationType { Unconfigured = 0, None = 1, Add = 2, Replace = 3, Update = 4, Delete = 5 }
public enum AttributeModificationType { Unconfigured = 0, Add = 1, Replace = 2, Update = 3, Delete = 4 }
public enum ValueModificationType { Unconfigured = 0, Add = 1, Delete = 2 }
public enum OperationType { Full = 0, FullObject = 1, Delta = 2 }
public enum CloseReason { Normal = 0, TerminatedByUser = 1, TerminatedShuttingDown = 2, OpenConnectionFailure = 3, Unknown = 4 }
public enum ConfigParameterPage { Connectivity = 0, Global = 1, RunStep = 2, Partition = 3, Capabilities = 4, Schema = 5 }
public enum ConfigParameterType { String = 0, EncryptedString = 1, Label = 2, Text = 3, DropDown = 4, CheckBox = 5, Divider = 6, File = 7 }
public enum ParameterValidationResultCode { Success = 0, Failure = 1 }
public enum ConnectionSecurityLevel { NotSecure = 0, Secure = 1 }
public enum ConnectionState { Connected = 0, ExplicitlyConnected = 1, Disconnected = 2, ExplicitlyDisconnected = 3, DisconnectedByFilter = 4, Placeholder = 5 }
public enum RuleType { Provisioning = 0, Projection = 1, Join = 2, AccountJoiner = 3, ConnectorFilter = 4, MVDeletion = 5, ImportAttributeFlow = 6, ExportAttributeFlow = 7, CSDeprovisioning = 8, Unknown = 9 }
public enum ModificationType { Add = 0, Replace = 1, Delete = 2 }
public enum DeprovisionAction { Disconnect = 1, ExplicitDisconnect = 2, Delete = 3 }
[Flags]
public enum AttribFlags { None = 0, MultiValued = 1, Encrypted = 2, ExportOnly = 4 }
[Flags]
public enum PasswordOptions { None = 0, ForceChangeAtLogOn = 1, UnlockAccount = 2, ValidatePassword = 4 }
public enum MADistinguishedNameStyle { None = 0, Generic = 1, Ldap = 2 }
[Flags]
public enum MANormalizations { None = 0, Uppercase = 1, RemoveAccents = 2 }
public enum MAExportType { AttributeUpdate = 1, AttributeReplace = 2, ObjectReplace = 3, MultivaluedReferenceAttributeUpdate = 5 }
public enum MAObjectConfirmation { Normal = 0, NoDeleteConfirmation = 1, NoAddAndDeleteConfirmation = 3 }
public enum MAImportError
{
Success = 0,
ImportErrorMissingDomainName = 1,
ImportErrorDomainNameNotLdapConformant = 2,
ImportErrorInvalidDomainName = 3,
ImportErrorMissingChangeType = 4,
ImportErrorInvalidChangeType = 5,
ImportErrorMultiValuedChangeType = 6,
ImportErrorMissingObjectClass = 7,
ImportErrorMissingObjectType = 8,
ImportErrorParseError = 9,
ImportErrorReadError = 10,
ImportErrorInvalidAttributeValue = 11,
ImportErrorInvalidBase64Value = 12,
ImportErrorInvalidNumericValue = 13,
ImportErrorInvalidBooleanValue = 14,
ImportErrorCustomStopRun = 15,
ImportErrorCustomContinueRun = 16
}
public enum MAExportError
{
Success = 0,
ExportActionConvertUpdateToAdd = 1,
ExportActionRetryReferenceAttribute = 2,
ExportActionProvisioningParent = 3,
ExportErrorConnectedDirectoryError = 4,
ExportErrorConnectedDirectoryMissingObject = 5,
ExportErrorConnectedDirectoryExistingObject = 6,
ExportErrorReferenceAttributeFailure = 7,
ExportErrorNonExistingParent = 8,
ExportErrorDuplicateAnchor = 9,
ExportErrorAmbiguousUpdate = 10,
ExportErrorPasswordPolicyViolation = 11,
ExportErrorKerberosTimeSkew = 12,
ExportErrorKerberosNoLogOnServer = 13,
ExportErrorInvalidDN = 14,
ExportErrorConstraintViolation = 15,
ExportErrorSyntaxViolation = 16,
ExportErrorChangeNamingAttribute = 17,
ExportErrorPermissionIssue = 18,
ExportErrorMissingProvisioningAttribute = 19,
ExportErrorInvalidProvisioningAttributeValue = 20,
ExportErrorMissingAnchorComponent = 21,
ExportErrorMultiValuedAnchorComponent = 22,
ExportErrorAnchorTooLong = 23,
ExportErrorInvalidAttributeValue = 24,
ExportErrorCustomStopRun = 25,
ExportErrorCustomContinueRun = 26
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
public class MetadirectoryServicesException : ApplicationException
{
public MetadirectoryServicesException() { }
public MetadirectoryServicesException(string message) : base(message) { }
public MetadirectoryServicesException(string message, Exception inner) : base(message, inner) { }
}
public class ExtensionException : ApplicationException
{
public ExtensionException() { }
public ExtensionException(string message) : base(message) { }
public ExtensionException(string message, Exception inner) : base(message, inner) { }
}
public class TerminateRunException : ExtensionException
{
public TerminateRunException() { }
public TerminateRunException(string message) : base(message) { }
public TerminateRunException(string message, Exception inner) : base(message, inner) { }
}
public class DeclineMappingException : ExtensionException
{
public DeclineMappingException() { }
public DeclineMappingException(string message) : base(message) { }
public DeclineMappingException(string message, Exception inner) : base(message, inner) { }
}
public class UnexpectedDataException : ExtensionException
{
public UnexpectedDataException() { }
public UnexpectedDataException(string message) : base(message) { }
public UnexpectedDataException(string message, Exception inner) : base(message, inner) { }
}
public class EntryPointNotImplementedException : ExtensionException
{
public EntryPointNotImplementedException() { }
public EntryPointNotImplementedException(string message) : base(message) { }
public EntryPointNotImplementedException(string message, Exception inner) : base(message, inner) { }
}
public class OldPasswordIncorrectException : ExtensionException
{
public OldPasswordIncorrectException() { }
public OldPasswordIncorrectException(string message) : base(message) { }
public OldPasswordIncorrectException(string message, Exception inner) : base(message, inner) { }
}
public class ObjectNotFoundException : ExtensionException
{
public ObjectNotFoundException() { }
public ObjectNotFoundException(string message) : base(message) { }
public ObjectNotFoundException(string message, Exception inner) : base(message, inner) { }
}
public class ObjectTypeNotSupportedException : ExtensionException
{
public ObjectTypeNotSupportedException() { }
public ObjectTypeNotSupportedException(string message) : base(message) { }
public ObjectTypeNotSupportedException(string message, Exception inner) : base(message, inner) { }
}
public class AccessDeniedException : ExtensionException
{
public AccessDeniedException() { }
public AccessDeniedException(string message) : base(message) { }
public AccessDeniedException(string message, Exception inner) : base(message, inner) { }
}
public class PasswordIllFormedException : ExtensionException
{
public PasswordIllFormedException() { }
public PasswordIllFormedException(string message) : base(message) { }
public PasswordIllFormedException(string message, Exception inner) : base(message, inner) { }
}
public class PasswordPolicyViolationException : ExtensionException
{
public PasswordPolicyViolationException() { }
public PasswordPolicyViolationException(string message) : base(message) { }
public PasswordPolicyViolationException(string message, Exception inner) : base(message, inner) { }
}
public class BadServerCredentialsException : ExtensionException
{
public BadServerCredentialsException() { }
public BadServerCredentialsException(string message) : base(message) { }
public BadServerCredentialsException(string message, Exception inner) : base(message, inner) { }
}
public class ServerDownException : ExtensionException
{
public ServerDownException() { }
public ServerDownException(string message) : base(message) { }
public ServerDownException(string message, Exception inner) : base(message, inner) { }
}
public class FailedConnectionException : ExtensionException
{
public FailedConnectionException() { }
public FailedConnectionException(string message) : base(message) { }
public FailedConnectionException(string message, Exception inner) : base(message, inner) { }
}
public class DroppedConnectionException : ExtensionException
{
public DroppedConnectionException() { }
public DroppedConnectionException(string message) : base(message) { }
public DroppedConnectionException(string message, Exception inner) : base(message, inner) { }
}
public class WarningNoWatermarkException : ExtensionException
{
public WarningNoWatermarkException() { }
public WarningNoWatermarkException(string message) : base(message) { }
public WarningNoWatermarkException(string message, Exception inner) : base(message, inner) { }
}
public class FailedSearchException : ExtensionException
{
public FailedSearchException() { }
public FailedSearchException(string message) : base(message) { }
public FailedSearchException(string message, Exception inner) : base(message, inner) { }
}
public class PasswordExtensionException : ExtensionException
{
public PasswordExtensionException() { }
public PasswordExtensionException(string message) : base(message) { }
public PasswordExtensionException(string message, Exception inner) : base(message, inner) { }
}
public class EndConnectionException : ExtensionException
{
public EndConnectionException() { }
public EndConnectionException(string message) : base(message) { }
public EndConnectionException(string message, Exception inner) : base(message, inner) { }
}
public class ClosePasswordConnectionException : ExtensionException
{
public ClosePasswordConnectionException() { }
public ClosePasswordConnectionException(string message) : base(message) { }
public ClosePasswordConnectionException(string message, Exception inner) : base(message, inner) { }
}
public class EntryExportException : ExtensionException
{
public EntryExportException() { }
public EntryExportException(string message) : base(message) { }
public EntryExportException(string message, Exception inner) : base(message, inner) { }
}
public class FatalEntryExportException : ExtensionException
{
public FatalEntryExportException() { }
public FatalEntryExportException(string message) : base(message) { }
public FatalEntryExportException(string message, Exception inner) : base(message, inner) { }
}
public class ExtensibleExtensionException : ExtensionException
{
public ExtensibleExtensionException() { }
public ExtensibleExtensionException(string message) : base(message) { }
public ExtensibleExtensionException(string message, Exception inner) : base(message, inner) { }
}
public class FunctionEvaluationException : ExtensionException
{
public FunctionEvaluationException() { }
public FunctionEvaluationException(string message) : base(message) { }
public FunctionEvaluationException(string message, Exception inner) : base(message, inner) { }
}
public class ProvisioningBySyncRuleException : ExtensionException
{
public ProvisioningBySyncRuleException() { }
public ProvisioningBySyncRuleException(string message) : base(message) { }
public ProvisioningBySyncRuleException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchObjectTypeException : MetadirectoryServicesException
{
public NoSuchObjectTypeException() { }
public NoSuchObjectTypeException(string message) : base(message) { }
public NoSuchObjectTypeException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchAttributeException : MetadirectoryServicesException
{
public NoSuchAttributeException() { }
public NoSuchAttributeException(string message) : base(message) { }
public NoSuchAttributeException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchAttributeInObjectTypeException : MetadirectoryServicesException
{
public NoSuchAttributeInObjectTypeException() { }
public NoSuchAttributeInObjectTypeException(string message) : base(message) { }
public NoSuchAttributeInObjectTypeException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchClassException : MetadirectoryServicesException
{
public NoSuchClassException() { }
public NoSuchClassException(string message) : base(message) { }
public NoSuchClassException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchManagementAgentException : MetadirectoryServicesException
{
public NoSuchManagementAgentException() { }
public NoSuchManagementAgentException(string message) : base(message) { }
public NoSuchManagementAgentException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchObjectException : MetadirectoryServicesException
{
public NoSuchObjectException() { }
public NoSuchObjectException(string message) : base(message) { }
public NoSuchObjectException(string message, Exception inner) : base(message, inner) { }
}
public class NoSuchParameterException : MetadirectoryServicesException
{
public NoSuchParameterException() { }
public NoSuchParameterException(string message) : base(message) { }
public NoSuchParameterException(string message, Exception inner) : base(message, inner) { }
}
public class NoCompatiblePartitionFoundException : MetadirectoryServicesException
{
public NoCompatiblePartitionFoundException() { }
public NoCompatiblePartitionFoundException(string message) : base(message) { }
public NoCompatiblePartitionFoundException(string message, Exception inner) : base(message, inner) { }
}
public class AttributeDoesNotExistOnObjectException : MetadirectoryServicesException
{
public AttributeDoesNotExistOnObjectException() { }
public AttributeDoesNotExistOnObjectException(string message) : base(message) { }
public AttributeDoesNotExistOnObjectException(string message, Exception inner) : base(message, inner) { }
}
public class AttributeNotPresentException : MetadirectoryServicesException
{
public AttributeNotPresentException() { }
public AttributeNotPresentException(string message) : base(message) { }
public AttributeNotPresentException(string message, Exception inner) : base(message, inner) { }
}
public class AttributeNotDefinedAsSourceException : MetadirectoryServicesException
{
public AttributeNotDefinedAsSourceException() { }
public AttributeNotDefinedAsSourceException(string message) : base(message) { }
public AttributeNotDefinedAsSourceException(string message, Exception inner) : base(message, inner) { }
}
public class AttributeNotInInclusionListException : MetadirectoryServicesException
{
public AttributeNotInInclusionListException() { }
public AttributeNotInInclusionListException(string message) : base(message) { }
public AttributeNotInInclusionListException(string message, Exception inner) : base(message, inner) { }
}
public class InvalidDNException : MetadirectoryServicesException
{
public InvalidDNException() { }
public InvalidDNException(string message) : base(message) { }
public InvalidDNException(string message, Exception inner) : base(message, inner) { }
}
public class MissingParentObjectException : MetadirectoryServicesException
{
public MissingParentObjectException() { }
public MissingParentObjectException(string message) : base(message) { }
public MissingParentObjectException(string message, Exception inner) : base(message, inner) { }
}
public class ObjectAlreadyExistsException : MetadirectoryServicesException
{
public ObjectAlreadyExistsException() { }
public ObjectAlreadyExistsException(string message) : base(message) { }
public ObjectAlreadyExistsException(string message, Exception inner) : base(message, inner) { }
}
public class TooManyValuesException : MetadirectoryServicesException
{
public TooManyValuesException() { }
public TooManyValuesException(string message) : base(message) { }
public TooManyValuesException(string message, Exception inner) : base(message, inner) { }
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;
public static class MAUtils
{
public static string MAFolder { get; internal set; }
}
public static class Utils
{
public static string ExtensionsDirectory { get; internal set; }
public static string WorkingDirectory
{
get { return MAUtils.MAFolder; }
}
public static bool InPreviewMode
{
get { return false; }
}
public static object MAs
{
get { throw Missing("MAs"); }
}
public static object TransactionProperties
{
get { throw Missing("TransactionProperties"); }
}
public static object[] FindMVEntries(string attributeName, object value, params object[] more)
{
throw Missing("FindMVEntries");
}
public static AttributeType GetAttributeType(string attributeName)
{
throw Missing("GetAttributeType");
}
public static string ConvertSecurityDescriptorToString(byte[] sd)
{
throw Missing("ConvertSecurityDescriptorToString");
}
public static byte[] ConvertStringToSecurityDescriptor(string sddl)
{
throw Missing("ConvertStringToSecurityDescriptor");
}
public static CSEntryChange CreateCSEntryChange()
{
return CSEntryChange.Create();
}
public static AnchorAttribute CreateAnchorAttribute(string attributeName, object value)
{
return AnchorAttribute.Create(attributeName, value);
}
public static AttributeChange CreateAttributeChange(string attributeName, AttributeModificationType modificationType)
{
return new AttributeChange(attributeName, AttributeType.Undefined, false, modificationType, new List<ValueChange>());
}
public static CSEntryChangeResult CreateCSEntryChangeResult(Guid identifier, IList<AttributeChange> attributeChanges, MAExportError errorCode)
{
return CSEntryChangeResult.Create(identifier, attributeChanges, errorCode);
}
public static CSEntryChangeResult CreateCSEntryChangeResult(Guid identifier, IList<AttributeChange> attributeChanges, MAExportError errorCode, string errorName, string errorDetail)
{
return CSEntryChangeResult.Create(identifier, attributeChanges, errorCode, errorName, errorDetail);
}
public static KeyedCollection<Guid, CSEntryChangeResult> CreateCSEntryChangeResultCollection()
{
return new CSEntryChangeResultCollection();
}
public static string GetAttributeTypeName(AttributeType attributeType)
{
return attributeType.ToString();
}
public static bool IsTypeCompatible(object attributeValue, AttributeType attributeType)
{
AttributeType type = Values.TypeOf(Values.Bare(attributeValue));
return type != AttributeType.Undefined && (type == attributeType || (type == AttributeType.String && attributeType == AttributeType.Reference));
}
public static ValueCollection ValueCollection(object values)
{
return new ValueCollection(Values.Several(values));
}
public static string ConvertSidToString(byte[] sid)
{
Values.NotNull(sid, "sid");
if (sid.Length < 8 || sid.Length != 8 + 4 * sid[1]) throw new ArgumentException("These are not the bytes of a security identifier.", "sid");
ulong authority = 0;
for (int at = 2; at < 8; at++) authority = authority << 8 | sid[at];
StringBuilder text = new StringBuilder("S-").Append(sid[0]).Append('-');
text.Append(authority <= uint.MaxValue ? authority.ToString(CultureInfo.InvariantCulture) : "0x" + authority.ToString("x12", CultureInfo.InvariantCulture));
for (int at = 8; at < sid.Length; at += 4)
{
uint part = (uint)(sid[at] | sid[at + 1] << 8 | sid[at + 2] << 16 | sid[at + 3] << 24);
text.Append('-').Append(part.ToString(CultureInfo.InvariantCulture));
}
return text.ToString();
}
public static byte[] ConvertStringToSid(string textSid)
{
string[] parts = Values.NotNull(textSid, "textSid").Split('-');
byte revision;
ulong authority;
bool isSid = parts.Length >= 3 && parts.Length <= 18 && parts[0].ToUpperInvariant() == "S";
if (!isSid || !byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out revision) || !TryAuthority(parts[2], out authority)) throw NoSid();
byte[] sid = new byte[8 + 4 * (parts.Length - 3)];
sid[0] = revision;
sid[1] = (byte)(parts.Length - 3);
for (int at = 7; at > 1; at--, authority >>= 8) sid[at] = (byte)(authority & 255);
for (int at = 3; at < parts.Length; at++)
{
uint part;
if (!uint.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out part)) throw NoSid();
for (int shift = 0; shift < 4; shift++) sid[8 + 4 * (at - 3) + shift] = (byte)(part >> 8 * shift & 255);
}
return sid;
}
private static bool TryAuthority(string text, out ulong authority)
{
bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
bool isNumber = isHex
? ulong.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out authority)
: ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out authority);
return isNumber && authority < 1UL << 48;
}
private static ArgumentException NoSid()
{
return new ArgumentException("This is not the text of a security identifier.", "textSid");
}
private static NotSupportedException Missing(string member)
{
return new NotSupportedException("Utils." + member + " needs the synchronization service, which is not here.");
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections.ObjectModel;
internal class NamedCollection<T> : KeyedCollection<string, T>
{
private readonly Func<T, string> nameOf;
public NamedCollection(Func<T, string> nameOf) : base(StringComparer.OrdinalIgnoreCase)
{
this.nameOf = nameOf;
}
protected override string GetKeyForItem(T item)
{
return nameOf(item);
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections.ObjectModel;
using System.Security;
public class ConfigParameter
{
private readonly string value;
private readonly SecureString secureValue;
public ConfigParameter(string name, string value)
{
Name = Values.NotNull(name, "name");
this.value = value;
}
public ConfigParameter(string name, SecureString secureValue)
{
Name = Values.NotNull(name, "name");
this.secureValue = Values.NotNull(secureValue, "secureValue");
}
public string Name { get; private set; }
public bool IsEncrypted
{
get { return secureValue != null; }
}
public string Value
{
get
{
if (secureValue != null) throw new InvalidOperationException("The parameter " + Name + " is encrypted: read SecureValue.");
return value;
}
}
public SecureString SecureValue
{
get
{
if (secureValue == null) throw new InvalidOperationException("The parameter " + Name + " is not encrypted: read Value.");
return secureValue;
}
}
public override string ToString()
{
return Name;
}
}
public class ConfigParameterDefinition
{
private ConfigParameterDefinition() { }
public string Name { get; private set; }
public ConfigParameterType Type { get; private set; }
public string Text { get; private set; }
public string Validation { get; private set; }
public string DefaultValue { get; private set; }
public bool CheckBoxDefault { get; private set; }
public bool DropDownExtensible { get; private set; }
public static ConfigParameterDefinition CreateStringParameter(string name, string validation)
{
return CreateStringParameter(name, validation, null);
}
public static ConfigParameterDefinition CreateStringParameter(string name, string validation, string defaultValue)
{
return Of(ConfigParameterType.String, name, validation, defaultValue);
}
public static ConfigParameterDefinition CreateEncryptedStringParameter(string name, string validation)
{
return Of(ConfigParameterType.EncryptedString, name, validation, null);
}
public static ConfigParameterDefinition CreateTextParameter(string name)
{
return Of(ConfigParameterType.Text, name, null, null);
}
public static ConfigParameterDefinition CreateCheckBoxParameter(string name, bool checkBoxDefault)
{
ConfigParameterDefinition definition = Of(ConfigParameterType.CheckBox, name, null, checkBoxDefault ? "1" : "0");
definition.CheckBoxDefault = checkBoxDefault;
return definition;
}
public static ConfigParameterDefinition CreateDropDownParameter(string name, string values, bool extensible, string defaultValue)
{
ConfigParameterDefinition definition = Of(ConfigParameterType.DropDown, name, values, defaultValue);
definition.DropDownExtensible = extensible;
return definition;
}
public static ConfigParameterDefinition CreateLabelParameter(string text)
{
ConfigParameterDefinition definition = Of(ConfigParameterType.Label, "", null, null);
definition.Text = text;
return definition;
}
public static ConfigParameterDefinition CreateDividerParameter()
{
return Of(ConfigParameterType.Divider, "", null, null);
}
private static ConfigParameterDefinition Of(ConfigParameterType type, string name, string validation, string defaultValue)
{
ConfigParameterDefinition definition = new ConfigParameterDefinition();
definition.Type = type;
definition.Name = Values.NotNull(name, "name");
definition.Validation = validation;
definition.DefaultValue = defaultValue;
return definition;
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
public class Partition
{
private Partition() { }
public Guid Identifier { get; private set; }
public string DN { get; private set; }
public string Name { get; private set; }
public bool HiddenByDefault { get; set; }
public static Partition Create(Guid identifier, string dn)
{
return Create(identifier, dn, dn);
}
public static Partition Create(Guid identifier, string dn, string name)
{
Partition partition = new Partition();
partition.Identifier = identifier;
partition.DN = dn ?? identifier.ToString();
partition.Name = name;
return partition;
}
public override string ToString()
{
return DN;
}
}
public class HierarchyNode
{
private HierarchyNode() { }
public string DN { get; private set; }
public string DisplayName { get; private set; }
public static HierarchyNode Create(string dn, string displayName)
{
HierarchyNode node = new HierarchyNode();
node.DN = Values.NotNull(dn, "dn");
node.DisplayName = displayName;
return node;
}
public override string ToString()
{
return DN;
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
public class ImportResults
{
public string CustomData { get; set; }
}
public class OpenImportConnectionResults : ImportResults
{
public OpenImportConnectionResults() { }
public OpenImportConnectionResults(string customData)
{
CustomData = customData;
}
}
public class GetImportEntriesResults : ImportResults
{
public GetImportEntriesResults()
{
CSEntries = new List<CSEntryChange>();
}
public GetImportEntriesResults(string customData, bool moreToImport, IList<CSEntryChange> csentries)
{
CustomData = customData;
MoreToImport = moreToImport;
CSEntries = csentries ?? new List<CSEntryChange>();
}
public bool MoreToImport { get; set; }
public IList<CSEntryChange> CSEntries { get; set; }
}
public class CloseImportConnectionResults : ImportResults
{
public CloseImportConnectionResults() { }
public CloseImportConnectionResults(string customData)
{
CustomData = customData;
}
}
public class PutExportEntriesResults
{
private readonly CSEntryChangeResultCollection results = new CSEntryChangeResultCollection();
public PutExportEntriesResults() { }
public PutExportEntriesResults(IList<CSEntryChangeResult> csentryChangeResults)
{
if (csentryChangeResults == null) return;
foreach (CSEntryChangeResult each in csentryChangeResults)
{
if (each != null) results.Add(each);
}
}
public KeyedCollection<Guid, CSEntryChangeResult> CSEntryChangeResults
{
get { return results; }
}
}
public class CSEntryChangeResult
{
private readonly NamedCollection<AttributeChange> anchors = new NamedCollection<AttributeChange>(each => each.Name);
private CSEntryChangeResult() { }
public Guid Identifier { get; private set; }
public MAExportError ErrorCode { get; private set; }
public string ErrorName { get; private set; }
public string ErrorDetail { get; private set; }
public KeyedCollection<string, AttributeChange> AnchorAttributes
{
get { return anchors; }
}
public static CSEntryChangeResult Create(Guid identifier, IList<AttributeChange> anchorAttributeChanges, MAExportError errorCode)
{
return Create(identifier, anchorAttributeChanges, errorCode, null, null);
}
public static CSEntryChangeResult Create(Guid identifier, IList<AttributeChange> anchorAttributeChanges, MAExportError errorCode, string errorName, string errorDetail)
{
CSEntryChangeResult result = new CSEntryChangeResult();
result.Identifier = identifier;
result.ErrorCode = errorCode;
result.ErrorName = errorName;
result.ErrorDetail = errorDetail;
if (anchorAttributeChanges == null) return result;
foreach (AttributeChange each in anchorAttributeChanges)
{
if (each != null) result.anchors.Add(each);
}
return result;
}
public override string ToString()
{
return ErrorCode.ToString();
}
}
internal sealed class CSEntryChangeResultCollection : KeyedCollection<Guid, CSEntryChangeResult>
{
protected override Guid GetKeyForItem(CSEntryChangeResult item)
{
return Values.NotNull(item, "item").Identifier;
}
}
public class ParameterValidationResult
{
public ParameterValidationResult() { }
public ParameterValidationResult(ParameterValidationResultCode code, string errorMessage, string errorParameter)
{
Code = code;
ErrorMessage = errorMessage;
ErrorParameter = errorParameter;
}
public ParameterValidationResultCode Code { get; set; }
public string ErrorMessage { get; set; }
public string ErrorParameter { get; set; }
}
}
namespace Microsoft.MetadirectoryServices
{
using System.Collections.Generic;
public class ImportRunStep
{
public string CustomData { get; internal set; }
}
public class OpenImportConnectionRunStep : ImportRunStep
{
public OpenImportConnectionRunStep()
{
PageSize = 1;
InclusionHierarchyNodes = new List<HierarchyNode>();
ExclusionHierarchyNodes = new List<HierarchyNode>();
}
public OpenImportConnectionRunStep(Partition partition, OperationType importType, int pageSize, string customData, IList<HierarchyNode> inclusionHierarchyNodes, IList<HierarchyNode> exclusionHierarchyNodes)
{
StepPartition = partition;
InclusionHierarchyNodes = inclusionHierarchyNodes ?? new List<HierarchyNode>();
ExclusionHierarchyNodes = exclusionHierarchyNodes ?? new List<HierarchyNode>();
ImportType = importType;
PageSize = pageSize;
CustomData = customData;
}
public OperationType ImportType { get; internal set; }
public int PageSize { get; internal set; }
public Partition StepPartition { get; internal set; }
public IList<HierarchyNode> InclusionHierarchyNodes { get; internal set; }
public IList<HierarchyNode> ExclusionHierarchyNodes { get; internal set; }
public IList<HierarchyNode> HierarchyNodes
{
get { return InclusionHierarchyNodes; }
}
}
public class GetImportEntriesRunStep : ImportRunStep
{
public GetImportEntriesRunStep()
{
FullObjectEntries = new List<CSEntryChange>();
}
public GetImportEntriesRunStep(IList<CSEntryChange> fullObjectEntries, string customData)
{
FullObjectEntries = fullObjectEntries ?? new List<CSEntryChange>();
CustomData = customData;
}
public IList<CSEntryChange> FullObjectEntries { get; internal set; }
}
public class CloseImportConnectionRunStep : ImportRunStep
{
public CloseImportConnectionRunStep() { }
public CloseImportConnectionRunStep(CloseReason reason, string customData)
{
Reason = reason;
CustomData = customData;
}
public CloseReason Reason { get; internal set; }
}
public class ExportRunStep
{
public OperationType ExportType { get; internal set; }
}
public class OpenExportConnectionRunStep : ExportRunStep
{
public OpenExportConnectionRunStep()
{
BatchSize = 1;
InclusionHierarchyNodes = new List<HierarchyNode>();
ExclusionHierarchyNodes = new List<HierarchyNode>();
}
public OpenExportConnectionRunStep(Partition partition, int batchSize, OperationType exportType, IList<HierarchyNode> inclusionHierarchyNodes, IList<HierarchyNode> exclusionHierarchyNodes)
{
StepPartition = partition;
InclusionHierarchyNodes = inclusionHierarchyNodes ?? new List<HierarchyNode>();
ExclusionHierarchyNodes = exclusionHierarchyNodes ?? new List<HierarchyNode>();
ExportType = exportType;
BatchSize = batchSize;
}
public int BatchSize { get; internal set; }
public Partition StepPartition { get; internal set; }
public IList<HierarchyNode> InclusionHierarchyNodes { get; internal set; }
public IList<HierarchyNode> ExclusionHierarchyNodes { get; internal set; }
public int PageSize
{
get { return BatchSize; }
}
}
public class CloseExportConnectionRunStep
{
public CloseExportConnectionRunStep() { }
public CloseExportConnectionRunStep(CloseReason reason)
{
Reason = reason;
}
public CloseReason Reason { get; internal set; }
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
public class Schema
{
private readonly NamedCollection<SchemaType> types = new NamedCollection<SchemaType>(each => each.Name);
private Schema() { }
public KeyedCollection<string, SchemaType> Types
{
get { return types; }
}
public string ObjectTypeAttributeName { get; set; }
public static Schema Create()
{
return new Schema();
}
public bool Validate()
{
Dictionary<string, SchemaAttribute> known = new Dictionary<string, SchemaAttribute>(StringComparer.OrdinalIgnoreCase);
foreach (SchemaType type in types)
{
if (type.Attributes.Count == 0) return false;
foreach (SchemaAttribute each in type.Attributes)
{
SchemaAttribute other;
if (!known.TryGetValue(each.Name, out other)) known.Add(each.Name, each);
else if (other.DataType != each.DataType) return false;
}
}
return types.Count > 0;
}
public override string ToString()
{
return "Schema of " + types.Count + " types";
}
}
public class SchemaType
{
private readonly NamedCollection<SchemaAttribute> attributes;
private readonly List<string> components = new List<string>();
private SchemaType(string name, bool locked)
{
Name = name;
Locked = locked;
attributes = new NamedCollection<SchemaAttribute>(each => each.Name);
}
public string Name { get; private set; }
public bool Locked { get; private set; }
public KeyedCollection<string, SchemaAttribute> Attributes
{
get { return attributes; }
}
public KeyedCollection<string, SchemaAttribute> AnchorAttributes
{
get { return new AnchorView(attributes); }
}
public IList<string> PossibleDNComponentsForProvisioning
{
get { return components; }
}
public static SchemaType Create(string typeName, bool lockAnchorDefinition)
{
return new SchemaType(Values.NotEmpty(typeName, "typeName"), lockAnchorDefinition);
}
public override string ToString()
{
return Name;
}
private sealed class AnchorView : NamedCollection<SchemaAttribute>
{
private readonly NamedCollection<SchemaAttribute> all;
private readonly bool isFilled;
public AnchorView(NamedCollection<SchemaAttribute> all) : base(each => each.Name)
{
this.all = all;
foreach (SchemaAttribute each in all)
{
if (each.IsAnchor) Add(each);
}
isFilled = true;
}
protected override void InsertItem(int index, SchemaAttribute item)
{
base.InsertItem(index, item);
if (isFilled && !all.Contains(item.Name)) all.Add(item);
}
}
}
public class SchemaAttribute
{
private SchemaAttribute(string name, AttributeType dataType, AttributeOperation operation)
{
Name = Values.NotEmpty(name, "name");
DataType = dataType;
AllowedAttributeOperation = operation;
}
public string Name { get; private set; }
public AttributeType DataType { get; private set; }
public bool IsMultiValued { get; private set; }
public bool IsAnchor { get; private set; }
public AttributeOperation AllowedAttributeOperation { get; private set; }
public bool HiddenByDefault { get; set; }
public static SchemaAttribute CreateAnchorAttribute(string name, AttributeType type)
{
return CreateAnchorAttribute(name, type, AttributeOperation.ImportExport);
}
public static SchemaAttribute CreateAnchorAttribute(string name, AttributeType type, AttributeOperation allowedOperations)
{
SchemaAttribute attribute = new SchemaAttribute(name, type, allowedOperations);
attribute.IsAnchor = true;
return attribute;
}
public static SchemaAttribute CreateSingleValuedAttribute(string name, AttributeType type)
{
return CreateSingleValuedAttribute(name, type, AttributeOperation.ImportExport);
}
public static SchemaAttribute CreateSingleValuedAttribute(string name, AttributeType type, AttributeOperation allowedOperations)
{
return new SchemaAttribute(name, type, allowedOperations);
}
public static SchemaAttribute CreateMultiValuedAttribute(string name, AttributeType type)
{
return CreateMultiValuedAttribute(name, type, AttributeOperation.ImportExport);
}
public static SchemaAttribute CreateMultiValuedAttribute(string name, AttributeType type, AttributeOperation allowedOperations)
{
SchemaAttribute attribute = new SchemaAttribute(name, type, allowedOperations);
attribute.IsMultiValued = true;
return attribute;
}
public override string ToString()
{
return Name;
}
}
}
namespace Microsoft.MetadirectoryServices
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using System.Security;
internal static class Values
{
public static object Bare(object value)
{
if (value == null || value.GetType().FullName != "System.Management.Automation.PSObject") return value;
PropertyInfo held = value.GetType().GetProperty("BaseObject");
object bare = held == null ? value : held.GetValue(value, null);
return bare != null && bare.GetType().Name == "PSCustomObject" ? value : bare;
}
public static List<object> Several(object given)
{
List<object> found = new List<object>();
object bare = Bare(given);
if (bare == null) return found;
IEnumerable list = bare is string || bare is byte[] || bare is SecureString || bare is IDictionary ? null : bare as IEnumerable;
if (list == null)
{
found.Add(bare);
return found;
}
foreach (object each in list) found.Add(Bare(each));
return found;
}
public static bool IsList(object given)
{
object bare = Bare(given);
return bare is IEnumerable && !(bare is string) && !(bare is byte[]) && !(bare is IDictionary);
}
public static AttributeType TypeOf(object value)
{
if (value is bool) return AttributeType.Boolean;
if (value is byte[]) return AttributeType.Binary;
if (value is long || value is int || value is short || value is byte || value is sbyte || value is ushort || value is uint || value is ulong) return AttributeType.Integer;
return value is string ? AttributeType.String : AttributeType.Undefined;
}
public static T NotNull<T>(T value, string name) where T : class
{
if (value == null) throw new ArgumentNullException(name);
return value;
}
public static string NotEmpty(string value, string name)
{
if (value == null) throw new ArgumentNullException(name);
if (value.Length == 0) throw new ArgumentException("It cannot be empty.", name);
return value;
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading;
using Microsoft.MetadirectoryServices;
public sealed class Agent
{
private const int MostErrorsUnasked = 20;
private const int LongestAfterHost = 5000;
private readonly TextReader reader;
private readonly Wire wire;
private readonly Dictionary<string, ConnectorScript> scripts = new Dictionary<string, ConnectorScript>(StringComparer.Ordinal);
private readonly Dictionary<string, string> texts = new Dictionary<string, string>(StringComparer.Ordinal);
private readonly ProcessState process = new ProcessState();
private ScriptRunner runner;
private Conversation conversation;
private Thread working;
private bool isWatched;
private int errorsSaid;
private string dialect = "";
private volatile bool isStopped;
private Agent(TextReader reader, Wire wire)
{
this.reader = reader;
this.wire = wire;
}
public static void Run(TextReader reader, Stream output, string boundary)
{
ProcessBorder.KeepConversation();
ProcessBorder.AnswerForAssembly();
ScriptEnvironment.TakePlace();
new Agent(reader, new Wire(output, boundary)).Converse();
}
private void Converse()
{
wire.Send(new JsonWriter().Begin('{').Text("t", "ready").End('}').ToString());
for (string line = reader.ReadLine(); line != null; line = reader.ReadLine())
{
if (line.Length == 0) continue;
IDictionary<string, object> message = (IDictionary<string, object>)JsonReader.Read(line);
switch (Fields.Text(message, "t"))
{
case "scripts":
TakeScripts(message);
break;
case "call":
Begin(message);
break;
case "stop":
isStopped = true;
ScriptRunner stopped = runner;
if (stopped != null) stopped.Stop();
break;
case "bye":
return;
}
}
EndWithHost();
}
private void EndWithHost()
{
ScriptRunner left = runner;
if (left != null) left.Stop();
if (working == null || working.Join(LongestAfterHost)) return;
System.Diagnostics.Process.GetCurrentProcess().Kill();
}
private void TakeScripts(IDictionary<string, object> message)
{
dialect = Fields.Text(message, "dialect") ?? "";
JsonWriter json = new JsonWriter().Begin('{').Text("t", "parsed").Key("errors").Begin('[');
foreach (IDictionary<string, object> each in Fields.Objects(message, "scripts"))
{
string slot = Fields.Text(each, "slot");
ConnectorScript script = ConnectorScript.Parse(Fields.Text(each, "text"), Fields.Text(each, "file"));
scripts[slot] = script;
string parameter = Fields.Text(each, "parameter");
if (parameter != null) texts[parameter] = Fields.Text(each, "text");
string bytes = Fields.Text(each, "bytes");
string unsigned = bytes == null ? null : ScriptSignature.Problem(Convert.FromBase64String(bytes), Fields.Text(each, "file"));
if (unsigned != null)
{
json.Begin('{').Text("slot", slot).Text("message", unsigned).Key("line").Number(1).Key("column").Number(1).End('}');
}
foreach (System.Management.Automation.Language.ParseError error in script.Errors)
{
json.Begin('{').Text("slot", slot).Text("message", ErrorText.Cut(error.Message));
json.Key("line").Number(error.Extent.StartLineNumber).Key("column").Number(error.Extent.StartColumnNumber).End('}');
}
}
wire.Send(json.End(']').End('}').ToString());
}
private void Begin(IDictionary<string, object> message)
{
if (working != null) working.Join();
isStopped = false;
if (runner != null) runner.Rearm();
working = new Thread(delegate() { Call(message); }, 16 * 1024 * 1024);
working.IsBackground = true;
working.Start();
}
private void Call(IDictionary<string, object> message)
{
string answer;
try
{
answer = AnswerTo(message);
}
catch (Exception exception)
{
answer = new JsonWriter().Begin('{').Text("t", "defect").Text("type", exception.GetType().FullName).Text("place", exception.StackTrace).End('}').ToString();
}
wire.Send(answer);
}
private string AnswerTo(IDictionary<string, object> message)
{
string slot = Fields.Text(message, "slot");
IDictionary<string, object> args = Fields.Object(message, "args");
isWatched = Fields.Flag(message, "isWatched");
errorsSaid = 0;
bool isAlone = Fields.Flag(message, "isAlone");
process.Prepare(args, isAlone);
try
{
return AnswerTo(slot, args, isAlone);
}
finally
{
if (isAlone)
{
if (runner != null) runner.Dispose();
runner = null;
process.Restore();
}
}
}
private string AnswerTo(string slot, IDictionary<string, object> args, bool isAlone)
{
if (isAlone || runner == null)
{
if (runner != null) runner.Dispose();
runner = new ScriptRunner(Fields.Text(args, "definitionFolder"), Say);
conversation = dialect == "hashtables" ? (Conversation)new HashtableConversation() : new MetadirectoryConversation(texts);
conversation.Send = SendEntry;
conversation.Say = Say;
if (isStopped) runner.Stop();
}
ConnectorScript script = scripts[slot];
Dictionary<string, object> inputs;
try
{
inputs = conversation.Inputs(script, slot, args);
}
catch (MissingInput missing)
{
return Failed(null, missing, null);
}
return AnswerOf(slot, conversation.Run(runner, script, slot, inputs, args));
}
private string AnswerOf(string slot, ScriptOutcome outcome)
{
if (outcome.WasStopped) return new JsonWriter().Begin('{').Text("t", "stopped").End('}').ToString();
if (outcome.Thrown != null) return Failed(outcome.Record, outcome.Thrown, outcome);
if (outcome.ExitCode.HasValue && outcome.ExitCode.Value != 0)
{
return Failed(null, new ExitedException(outcome.ExitCode.Value), outcome);
}
try
{
return conversation.Answer(slot, outcome, SendEntry);
}
catch (WrongAnswer wrong)
{
JsonWriter json = new JsonWriter().Begin('{').Text("t", "wrong").Text("came", wrong.Message);
WriteErrors(json, outcome);
return json.End('}').ToString();
}
}
private bool SendEntry(string json)
{
if (isStopped) return false;
wire.SendLater(json);
return true;
}
private static string Failed(ErrorRecord record, Exception thrown, ScriptOutcome outcome)
{
JsonWriter json = new JsonWriter().Begin('{').Text("t", "failed").Key("error");
ErrorText.Write(json, record, thrown);
WriteErrors(json, outcome);
return json.End('}').ToString();
}
private static void WriteErrors(JsonWriter json, ScriptOutcome outcome)
{
json.Key("errors").Begin('[');
if (outcome != null)
{
foreach (ErrorRecord each in outcome.Errors) ErrorText.Write(json, each, null);
}
json.End(']');
}
private void Say(string stream, string text)
{
if (string.IsNullOrEmpty(text)) return;
if (!isWatched && (stream != "error" || ++errorsSaid > MostErrorsUnasked)) return;
wire.Send(new JsonWriter().Begin('{').Text("t", "said").Text("stream", stream).Text("text", ErrorText.Cut(text)).End('}').ToString());
}
}
internal sealed class ExitedException : Exception
{
public ExitedException(int code) : base("It called exit with the code " + code + ".") { }
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Internal;
using Microsoft.MetadirectoryServices;
internal sealed class WrongAnswer : Exception
{
public WrongAnswer(string came) : base(came) { }
}
internal static class Answers
{
private const int MostNamed = 5;
public static List<object> Bare(IEnumerable<PSObject> output)
{
List<object> found = new List<object>();
foreach (PSObject each in output)
{
object bare = Bare(each);
if (bare == null) continue;
if (bare is IList || bare is ICollection && !(bare is IDictionary))
{
foreach (object inner in (IEnumerable)bare)
{
object held = Bare(inner);
if (held != null) found.Add(held);
}
}
else found.Add(bare);
}
return found;
}
public static object Bare(object value)
{
if (value == AutomationNull.Value) return null;
PSObject wrapped = value as PSObject;
return wrapped == null || wrapped.BaseObject is PSCustomObject ? value : wrapped.BaseObject;
}
public static T One<T>(IList<object> came) where T : class
{
T only = came.Count == 1 ? came[0] as T : null;
if (only == null) throw new WrongAnswer(InWords(came));
return only;
}
public static List<T> All<T>(IList<object> came) where T : class
{
List<T> found = new List<T>(came.Count);
foreach (object each in came)
{
T fitting = each as T;
if (fitting == null) throw new WrongAnswer(InWords(came));
found.Add(fitting);
}
return found;
}
public static string InWords(IList<object> came)
{
if (came.Count == 0) return "nothing";
if (came.Count == 1) return "one object: " + NameOf(came[0]);
List<string> names = new List<string>();
foreach (object each in came)
{
if (names.Count == MostNamed) break;
names.Add(NameOf(each));
}
return came.Count + " objects: " + string.Join(", ", names) + (came.Count > names.Count ? ", …" : "");
}
private static string NameOf(object value)
{
PSObject wrapped = value as PSObject;
if (wrapped != null) return wrapped.TypeNames.Count > 0 ? wrapped.TypeNames[0] : "PSCustomObject";
Type type = value.GetType();
return type.Namespace == "Microsoft.MetadirectoryServices" ? type.Name : type.FullName;
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
internal static class Binder
{
private static readonly string[][] Synonyms =
{
new[] { "ConfigParameters", "ConfigurationParameters", "ConfigParameter", "ConfigurationParameter" },
new[] { "ConfigParameterPage", "ConfigurationParameterPage" },
new[] { "Credential", "PSCredential", "Credentials" },
new[] { "Types", "Schema" },
new[] { "ParentNode", "HierarchyNode" },
new[] { "OpenImportConnectionRunStep" },
new[] { "GetImportEntriesRunStep", "ImportRunStep" },
new[] { "CloseImportConnectionRunStep" },
new[] { "OpenExportConnectionRunStep" },
new[] { "CloseExportConnectionRunStep" },
new[] { "CSEntries", "CSEntryChanges" },
new[] { "Partition" },
new[] { "CSEntry" },
new[] { "OperationType" },
new[] { "PasswordOptions" },
new[] { "OldPassword" },
new[] { "NewPassword" },
};
public static Dictionary<string, object> Bind(ConnectorScript script, IDictionary<string, object> inputs)
{
return Bind(script, inputs, Synonyms);
}
public static Dictionary<string, object> Bind(ConnectorScript script, IDictionary<string, object> inputs, string[][] known)
{
Dictionary<string, object> bound = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
foreach (DeclaredParameter declared in script.Parameters)
{
object value = null;
foreach (string name in declared.Names)
{
string input = InputNamed(name, known);
if (input == null) continue;
inputs.TryGetValue(input, out value);
break;
}
if (value == null && declared.IsMandatory && (IsInput(declared, "Credential", known) || IsInput(declared, "Credentials", known))) value = PSCredential.Empty;
if (value != null) bound[declared.Name] = Fitting(value, declared);
else if (declared.IsMandatory) throw new MissingInput(declared.Name, inputs.Keys);
}
return bound;
}
private static string InputNamed(string name, string[][] known)
{
foreach (string[] names in known)
{
foreach (string each in names)
{
if (string.Equals(each, name, StringComparison.OrdinalIgnoreCase)) return names[0];
}
}
return null;
}
private static bool IsInput(DeclaredParameter declared, string input, string[][] known)
{
foreach (string name in declared.Names)
{
if (InputNamed(name, known) == input) return true;
}
return false;
}
private static object Fitting(object value, DeclaredParameter declared)
{
string text = value as string;
if (text == null || !declared.TypeName.EndsWith("SecureString", StringComparison.OrdinalIgnoreCase)) return value;
return Secure(text);
}
public static SecureString Secure(string text)
{
SecureString secure = new SecureString();
foreach (char each in text) secure.AppendChar(each);
secure.MakeReadOnly();
return secure;
}
}
internal sealed class MissingInput : Exception
{
public MissingInput(string parameter, IEnumerable<string> inputs)
: base("It declares the mandatory parameter " + parameter + ", and this script is given none of that name. It can have: " + string.Join(", ", inputs) + ".")
{
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
internal sealed class DeclaredParameter
{
public string Name;
public List<string> Names;
public bool IsMandatory;
public bool HasDefault;
public string TypeName;
}
internal sealed class ConnectorScript
{
private ConnectorScript() { }
public ScriptBlock Block { get; private set; }
public IList<DeclaredParameter> Parameters { get; private set; }
public ParseError[] Errors { get; private set; }
public static ConnectorScript Parse(string text, string file)
{
Token[] tokens;
ParseError[] errors;
ScriptBlockAst tree = Parser.ParseInput(text, file, out tokens, out errors);
ConnectorScript script = new ConnectorScript();
script.Errors = errors;
script.Parameters = new List<DeclaredParameter>();
if (errors.Length > 0) return script;
if (tree.ParamBlock != null)
{
foreach (ParameterAst each in tree.ParamBlock.Parameters) script.Parameters.Add(Declared(each));
}
script.Block = tree.GetScriptBlock();
return script;
}
private static DeclaredParameter Declared(ParameterAst written)
{
DeclaredParameter declared = new DeclaredParameter();
declared.Name = written.Name.VariablePath.UserPath;
declared.Names = new List<string>();
declared.Names.Add(declared.Name);
declared.HasDefault = written.DefaultValue != null;
declared.TypeName = "";
foreach (AttributeBaseAst each in written.Attributes)
{
AttributeAst attribute = each as AttributeAst;
if (attribute == null)
{
declared.TypeName = each.TypeName.FullName;
continue;
}
string name = attribute.TypeName.Name;
if (Is(name, "Alias")) AddAliases(declared.Names, attribute);
else if (Is(name, "Parameter") || Is(name, "System.Management.Automation.ParameterAttribute")) declared.IsMandatory |= SaysMandatory(attribute);
}
return declared;
}
private static bool Is(string name, string wanted)
{
return string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase)
|| string.Equals(name, wanted + "Attribute", StringComparison.OrdinalIgnoreCase);
}
private static void AddAliases(List<string> names, AttributeAst attribute)
{
foreach (ExpressionAst each in attribute.PositionalArguments)
{
StringConstantExpressionAst alias = each as StringConstantExpressionAst;
if (alias != null) names.Add(alias.Value);
}
}
private static bool SaysMandatory(AttributeAst attribute)
{
foreach (NamedAttributeArgumentAst each in attribute.NamedArguments)
{
if (!string.Equals(each.ArgumentName, "Mandatory", StringComparison.OrdinalIgnoreCase)) continue;
if (each.ExpressionOmitted) return true;
VariableExpressionAst variable = each.Argument as VariableExpressionAst;
if (variable != null) return Is(variable.VariablePath.UserPath, "true");
ConstantExpressionAst constant = each.Argument as ConstantExpressionAst;
return constant != null && LanguagePrimitives.IsTrue(constant.Value);
}
return false;
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
internal abstract class Conversation
{
public Func<string, bool> Send { get; set; }
public Action<string, string> Say { get; set; }
public abstract Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args);
public virtual ScriptOutcome Run(ScriptRunner runner, ConnectorScript script, string slot, Dictionary<string, object> inputs, IDictionary<string, object> args)
{
return runner.Run(script.Block, inputs);
}
public abstract string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send);
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
internal static class ErrorText
{
private const int LongestMessage = 8192;
private static readonly Regex StackLine = new Regex(@", (.+): \\S+ (\\d+)\\s*$");
private const string OwnTypes = "Microsoft.MetadirectoryServices.";
public static void Write(JsonWriter json, ErrorRecord record, Exception thrown)
{
Exception exception = thrown ?? record.Exception;
if (record != null && record.Exception != null && !(record.Exception is ParentContainsErrorRecordException)) exception = record.Exception;
Exception known = Known(thrown) ?? Known(exception);
Exception told = known ?? Unwrapped(exception);
string message = told.Message;
if (known == null && record != null && record.ErrorDetails != null && !string.IsNullOrEmpty(record.ErrorDetails.Message)) message = record.ErrorDetails.Message;
json.Begin('{').Text("message", Cut(message)).Text("type", told.GetType().FullName);
if (record != null)
{
json.Text("category", record.CategoryInfo.Category.ToString());
json.Text("id", Cut(record.FullyQualifiedErrorId));
WritePlace(json, record);
}
json.End('}');
}
private static Exception Known(Exception exception)
{
for (int depth = 0; exception != null && depth < 20; depth++)
{
if (exception.GetType().FullName.StartsWith(OwnTypes, StringComparison.Ordinal)) return exception;
IContainsErrorRecord holder = exception as IContainsErrorRecord;
if (holder != null && holder.ErrorRecord != null && holder.ErrorRecord.Exception != null
&& holder.ErrorRecord.Exception.GetType().FullName.StartsWith(OwnTypes, StringComparison.Ordinal))
{
return holder.ErrorRecord.Exception;
}
exception = exception.InnerException;
}
return null;
}
private static Exception Unwrapped(Exception exception)
{
bool isWrapper = exception is MethodInvocationException || exception is ActionPreferenceStopException || exception is System.Reflection.TargetInvocationException;
return isWrapper && exception.InnerException != null ? exception.InnerException : exception;
}
private static void WritePlace(JsonWriter json, ErrorRecord record)
{
Place place = PlaceOf(record);
if (place == null) return;
json.Text("file", place.File).Key("line").Number(place.Line);
if (place.Column > 0) json.Key("column").Number(place.Column);
}
private sealed class Place
{
public string File;
public int Line;
public int Column;
}
private static Place PlaceOf(ErrorRecord record)
{
InvocationInfo invocation = record.InvocationInfo;
if (invocation == null || invocation.ScriptLineNumber <= 0 || string.IsNullOrEmpty(invocation.ScriptName)) return TracedPlaceOf(record);
Place place = new Place();
place.File = invocation.ScriptName;
place.Line = invocation.ScriptLineNumber;
place.Column = invocation.OffsetInLine;
return place;
}
private static Place TracedPlaceOf(ErrorRecord record)
{
if (record.ScriptStackTrace == null) return null;
foreach (string each in record.ScriptStackTrace.Split('\\n'))
{
Match match = StackLine.Match(each);
if (!match.Success || match.Groups[1].Value.StartsWith("<", StringComparison.Ordinal)) continue;
Place place = new Place();
place.File = match.Groups[1].Value;
return int.TryParse(match.Groups[2].Value, out place.Line) ? place : null;
}
return null;
}
public static string OneLine(ErrorRecord record)
{
Place place = PlaceOf(record);
string text = Cut(record.ToString());
if (place == null) return text;
return text + " (" + place.File + ":" + place.Line + (place.Column > 0 ? ":" + place.Column : "") + ")";
}
public static string Cut(string text)
{
return text == null || text.Length <= LongestMessage ? text : text.Substring(0, LongestMessage);
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
internal static class Fields
{
public static string Text(IDictionary<string, object> from, string name)
{
object value;
return from.TryGetValue(name, out value) ? value as string : null;
}
public static bool Flag(IDictionary<string, object> from, string name)
{
object value;
return from.TryGetValue(name, out value) && value is bool && (bool)value;
}
public static int Number(IDictionary<string, object> from, string name)
{
object value;
return from.TryGetValue(name, out value) && value is long ? (int)(long)value : 0;
}
public static IDictionary<string, object> Object(IDictionary<string, object> from, string name)
{
object value;
return from.TryGetValue(name, out value) ? value as IDictionary<string, object> : null;
}
public static IEnumerable<IDictionary<string, object>> Objects(IDictionary<string, object> from, string name)
{
foreach (object each in List(from, name)) yield return (IDictionary<string, object>)each;
}
public static IList<object> List(IDictionary<string, object> from, string name)
{
object value;
IList<object> list = from.TryGetValue(name, out value) ? value as IList<object> : null;
return list ?? new object[0];
}
public static object Value(object written)
{
IDictionary<string, object> typed = written as IDictionary<string, object>;
if (typed == null) return written;
object held;
if (typed.TryGetValue("b", out held)) return Convert.FromBase64String((string)held);
if (typed.TryGetValue("i", out held)) return long.Parse((string)held, System.Globalization.CultureInfo.InvariantCulture);
throw new FormatException("A value is of no known type.");
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using Microsoft.MetadirectoryServices;
internal static class FittingValues
{
public static List<object> Of(object given, AttributeType type)
{
List<object> found = new List<object>();
object bare = Answers.Bare(given);
if (bare == null) return found;
IEnumerable list = bare is byte[] ? null : LanguagePrimitives.GetEnumerable(bare);
if (list == null)
{
found.Add(One(bare, type));
return found;
}
List<object> each = new List<object>();
foreach (object value in list)
{
object held = Answers.Bare(value);
if (held != null) each.Add(held);
}
if (type == AttributeType.Binary && AreBytes(each))
{
found.Add(BytesOf(each));
return found;
}
foreach (object value in each) found.Add(One(value, type));
return found;
}
private static object One(object value, AttributeType type)
{
switch (type)
{
case AttributeType.Integer:
return Whole(value);
case AttributeType.Boolean:
return Flag(value);
case AttributeType.Binary:
IEnumerable list = value is byte[] ? null : LanguagePrimitives.GetEnumerable(value);
if (list == null) return value;
List<object> parts = new List<object>();
foreach (object each in list) parts.Add(Answers.Bare(each));
return AreBytes(parts) ? BytesOf(parts) : value;
default:
return Text(value) ?? value;
}
}
public static string Text(object value)
{
object bare = Answers.Bare(value);
if (bare == null) return null;
string text = bare as string;
if (text != null) return text;
if (bare is DateTime) return ((DateTime)bare).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
if (bare is Exception) return ((Exception)bare).Message;
if (bare is DateTimeOffset) return Text(((DateTimeOffset)bare).UtcDateTime);
if (bare is PSObject || bare is byte[] || bare is IDictionary || bare is SecureString || bare is PSCredential) return null;
text = (string)LanguagePrimitives.ConvertTo(bare, typeof(string), CultureInfo.InvariantCulture);
return text == bare.GetType().FullName ? null : text;
}
public static string KindOf(object value)
{
return value is PSObject ? "PSCustomObject" : value.GetType().FullName;
}
private static object Whole(object value)
{
string text = value as string;
long whole;
if (text != null) return long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out whole) ? (object)whole : value;
if (value is Enum) return Convert.ToInt64(value, CultureInfo.InvariantCulture);
if (value is decimal)
{
decimal number = (decimal)value;
return number == decimal.Truncate(number) && number >= long.MinValue && number <= long.MaxValue ? (long)number : value;
}
if (value is double || value is float)
{
double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
return number == Math.Truncate(number) && Math.Abs(number) <= 9007199254740991d ? (long)number : value;
}
return value;
}
private static object Flag(object value)
{
if (value is SwitchParameter) return ((SwitchParameter)value).IsPresent;
string text = value as string;
bool flag;
return text != null && bool.TryParse(text, out flag) ? flag : value;
}
private static bool AreBytes(List<object> values)
{
foreach (object each in values)
{
if (!(each is byte)) return false;
}
return values.Count > 0;
}
private static byte[] BytesOf(List<object> values)
{
byte[] bytes = new byte[values.Count];
for (int at = 0; at < bytes.Length; at++) bytes[at] = (byte)values[at];
return bytes;
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using Microsoft.MetadirectoryServices;
internal sealed class HashtableConversation : Conversation
{
private readonly HashSet<string> said = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
private HashtableEntries entries;
private int importPages;
private int exportPages;
private bool isFull;
private bool isPaged;
private bool isPageOpen;
private string customDataBefore;
private string pageTokenBefore;
private Exception defect;
private HashtableResults results;
private ScriptRunner runner;
private Dictionary<string, object> known;
public override Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args)
{
int page = slot == "importData" ? ++importPages : slot == "exportData" ? ++exportPages : 0;
known = InputObjects.From(args);
HashtableInputs inputs = new HashtableInputs(args, known, page);
isPaged = inputs.IsPaged;
return inputs.For(script);
}
public override ScriptOutcome Run(ScriptRunner runner, ConnectorScript script, string slot, Dictionary<string, object> inputs, IDictionary<string, object> args)
{
switch (slot)
{
case "importData":
return Import(runner, script, inputs, args);
case "exportData":
IList<CSEntryChange> changes = (IList<CSEntryChange>)known["CSEntries"];
results = new HashtableResults((Schema)known["Types"], changes, Once);
return runner.Run(script.Block, inputs, HashtablePiped.Entries(changes, (Schema)known["Types"]), null);
case "password":
return runner.Run(script.Block, inputs, HashtablePiped.Object((CSEntry)known["CSEntry"]), null);
default:
return base.Run(runner, script, slot, inputs, args);
}
}
public override string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send)
{
switch (slot)
{
case "schema":
return HashtableSchema.Answer(Answers.Bare(outcome.Output), Once);
case "importData":
return EndOfPage(outcome);
case "exportData":
return results.Answer(Answers.Bare(outcome.Output));
default:
JsonWriter json = new JsonWriter().Begin('{').Text("t", "answer");
List<object> came = Answers.Bare(outcome.Output);
if (came.Count > 0) json.Text("unexpected", Answers.InWords(came));
return json.End('}').ToString();
}
}
private ScriptOutcome Import(ScriptRunner runner, ConnectorScript script, Dictionary<string, object> inputs, IDictionary<string, object> args)
{
if (entries == null)
{
isFull = Fields.Text(Fields.Object(args, "openImportConnectionRunStep"), "importType") != "Delta";
entries = new HashtableEntries((Schema)known["Types"], isFull, Once);
runner.SetGlobal("PageToken", "");
}
entries.BeginPage();
isPageOpen = false;
defect = null;
customDataBefore = Fields.Text(Fields.Object(args, "getImportEntriesRunStep"), "customData") ?? "";
pageTokenBefore = TextOf(runner.GetGlobal("PageToken"));
runner.SetGlobal("RunStepCustomData", customDataBefore);
this.runner = runner;
return runner.Run(script.Block, inputs, null, Take);
}
private void Take(PSObject came)
{
try
{
foreach (string line in entries.Lines(came))
{
OpenPage();
if (!Send(line)) return;
}
}
catch (Exception exception)
{
defect = defect ?? exception;
}
}
private void OpenPage()
{
if (isPageOpen) return;
isPageOpen = true;
Send(new JsonWriter().Begin('{').Text("t", "page").Key("moreToImport").Flag(false).End('}').ToString());
}
private string EndOfPage(ScriptOutcome outcome)
{
if (defect != null) throw new InvalidOperationException("An entry could not be written.", defect);
if (entries.Taken == 0) RefuseMistakes(outcome);
OpenPage();
string customData = CustomData();
JsonWriter json = new JsonWriter().Begin('{').Text("t", "pageEnd");
json.Key("moreToImport").Flag(isPaged && MoreToImport()).Text("customData", customData);
bool isSame = customData == customDataBefore && TextOf(runner.GetGlobal("PageToken")) == pageTokenBefore;
return json.Key("isSame").Flag(isSame).End('}').ToString();
}
private void RefuseMistakes(ScriptOutcome outcome)
{
bool isOtherKind = entries.HasCustomObjects && isFull && importPages == 1;
if (isOtherKind) throw new WrongAnswer("objects that are no hashtables, and no hashtable");
if (outcome.Errors.Count > 0) throw new WrongAnswer("nothing");
}
private string CustomData()
{
object left = runner.GetGlobal("RunStepCustomData");
object bare = Answers.Bare(left);
bool isText = bare == null || bare is string || bare is ValueType;
if (!isText) Once("custom data", "The script left " + FittingValues.KindOf(bare) + " in $global:RunStepCustomData, which keeps a text.");
return TextOf(left);
}
private bool MoreToImport()
{
object left = Answers.Bare(runner.GetGlobal("MoreToImport"));
bool more;
if (left == null) return false;
if (bool.TryParse(TextOf(left), out more)) return more;
Once("more to import", "The script left " + FittingValues.KindOf(left) + " in $global:MoreToImport, which is $true or $false.");
return false;
}
private static string TextOf(object value)
{
object bare = Answers.Bare(value);
if (bare == null) return "";
if (bare is DateTime) return ((DateTime)bare).ToString("o", CultureInfo.InvariantCulture);
if (bare is DateTimeOffset) return ((DateTimeOffset)bare).ToString("o", CultureInfo.InvariantCulture);
return (string)LanguagePrimitives.ConvertTo(bare, typeof(string), CultureInfo.InvariantCulture);
}
private void Once(string about, string text)
{
if (said.Add(about)) Say("warning", text);
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.MetadirectoryServices;
internal sealed class HashtableEntries
{
private readonly Schema types;
private readonly bool isFull;
private readonly Action<string, string> once;
private readonly JsonWriter json = new JsonWriter();
public HashtableEntries(Schema types, bool isFull, Action<string, string> once)
{
this.types = types;
this.isFull = isFull;
this.once = once;
}
public int Taken { get; private set; }
public bool HasCustomObjects { get; private set; }
public void BeginPage()
{
Taken = 0;
HasCustomObjects = false;
}
public IEnumerable<string> Lines(PSObject came)
{
object bare = Answers.Bare(came);
if (bare == null) yield break;
IEnumerable list = bare is IDictionary ? null : bare as IList;
if (list == null)
{
string line = Line(bare);
if (line != null) yield return line;
yield break;
}
foreach (object each in list)
{
object held = Answers.Bare(each);
string line = held == null ? null : Line(held);
if (line != null) yield return line;
}
}
private string Line(object came)
{
IDictionary table = came as IDictionary;
if (table == null)
{
if (came is PSObject) HasCustomObjects = true;
string name = FittingValues.KindOf(came);
once("object " + name, "The script wrote an object to the pipeline that is no hashtable and was left out: " + name + ".");
return null;
}
Taken++;
HashtableKeys keys = new HashtableKeys(table);
string typeName = keys.Text(HashtableKeys.ObjectClass, "[objectClass]");
SchemaType type = typeName != null && types.Types.Contains(typeName) ? types.Types[typeName] : null;
SchemaAttribute anchor = AnchorOf(type);
object anchorValue = anchor == null ? null : First(FittingValues.Of(keys.Value(anchor.Name), anchor.DataType));
string change = keys.Text(HashtableKeys.ChangeType, "[changeType]");
bool isDelete = HashtableKeys.Is(change, "delete");
string error = keys.Text(HashtableKeys.ErrorName);
if (HashtableKeys.Is(error, "success")) error = null;
if (isDelete && isFull && error == null)
{
once("delete", "The script brought a deleted object in a full import, which has those alone that are there. It was left out.");
return null;
}
json.Clear();
json.Begin('{').Text("t", "entry").Text("m", isDelete && error == null ? "Delete" : "Add");
if (typeName != null) json.Text("o", typeName);
string dn = keys.Text(HashtableKeys.DN) ?? NameOf(anchorValue);
if (!string.IsNullOrEmpty(dn)) json.Text("d", dn);
if (anchorValue != null)
{
json.Key("a").Begin('[').Begin('[').Text(anchor.Name);
OutputText.WriteValue(json, anchorValue);
json.End(']').End(']');
}
json.Key("c").Begin('[');
if (type != null && !isDelete && error == null) WriteAttributes(keys, type, anchor);
json.End(']');
if (error != null)
{
json.Key("e").Begin('[').Text(MAImportError.ImportErrorCustomContinueRun.ToString()).Text(error).Text(keys.Text(HashtableKeys.ErrorDetail)).End(']');
}
return json.End('}').ToString();
}
private void WriteAttributes(HashtableKeys keys, SchemaType type, SchemaAttribute anchor)
{
foreach (KeyValuePair<string, object> each in keys.All)
{
if (IsControl(each.Key) || HashtableKeys.Is(each.Key, anchor == null ? "" : anchor.Name)) continue;
SchemaAttribute attribute = type.Attributes.Contains(each.Key) ? type.Attributes[each.Key] : null;
if (attribute == null || attribute.AllowedAttributeOperation == AttributeOperation.ExportOnly)
{
string why = attribute == null ? "which the schema has not" : "which is for exports only";
once("key " + type.Name + " " + each.Key, "The key \\"" + ErrorText.Cut(each.Key) + "\\" of objects of the type " + type.Name + ", " + why + ", was left out.");
continue;
}
List<object> values = FittingValues.Of(each.Value, attribute.DataType);
if (values.Count == 0) continue;
json.Begin('[').Text(attribute.Name).Text("Add").Begin('[');
foreach (object value in values) OutputText.WriteValue(json, value);
json.End(']').End(']');
}
}
private static bool IsControl(string key)
{
foreach (string each in new[] { HashtableKeys.ObjectClass, "[objectClass]", HashtableKeys.ChangeType, "[changeType]", HashtableKeys.DN, HashtableKeys.ErrorName, HashtableKeys.ErrorDetail })
{
if (HashtableKeys.Is(key, each)) return true;
}
return false;
}
internal static SchemaAttribute AnchorOf(SchemaType type)
{
if (type == null) return null;
foreach (SchemaAttribute each in type.Attributes)
{
if (each.IsAnchor) return each;
}
return null;
}
private static object First(List<object> values)
{
return values.Count == 0 ? null : values[0];
}
private static string NameOf(object anchorValue)
{
byte[] bytes = anchorValue as byte[];
return bytes != null ? Convert.ToBase64String(bytes) : FittingValues.Text(anchorValue);
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.MetadirectoryServices;
internal sealed class HashtableInputs
{
private static readonly string[][] Names =
{
new[] { "ConfigurationParameter", "ConfigurationParameters", "ConfigParameter", "ConfigParameters" },
new[] { "Username", "User" },
new[] { "Password" },
new[] { "Credentials", "Credential", "PSCredential" },
new[] { "AuxUsername" },
new[] { "AuxPassword" },
new[] { "AuxCredentials", "AuxCredential" },
new[] { "OperationType" },
new[] { "UsePagedImport" },
new[] { "PageSize" },
new[] { "ImportPageNumber" },
new[] { "ExportPageNumber" },
new[] { "ExportType" },
new[] { "Schema", "Types" },
new[] { "Action" },
new[] { "NewPassword" },
new[] { "OldPassword" },
new[] { "UnlockAccount" },
new[] { "ForceChangeAtLogOn" },
new[] { "ValidatePassword" },
};
private const string AuxUsername = "AuxUsername";
private const string AuxPassword = "AuxPassword";
private const string UsePagedImport = "UsePagedImport";
private static readonly string[] Scopes = { "_Global", "_Partition", "_RunStep" };
private readonly Dictionary<string, object> inputs = new Dictionary<string, object>(StringComparer.Ordinal);
public HashtableInputs(IDictionary<string, object> args, IDictionary<string, object> known, int page)
{
Hashtable parameters = ParametersOf(args);
IsPaged = IsOn(Taken(parameters, UsePagedImport));
string auxUsername = Taken(parameters, AuxUsername);
string auxPassword = Taken(parameters, AuxPassword);
inputs["ConfigurationParameter"] = parameters;
AddCredential(Fields.Object(args, "credential"));
if (auxUsername != null)
{
inputs["AuxUsername"] = auxUsername;
inputs["AuxPassword"] = auxPassword ?? "";
if (auxUsername.Length > 0) inputs["AuxCredentials"] = new PSCredential(auxUsername, Binder.Secure(auxPassword ?? ""));
}
IDictionary<string, object> import = Fields.Object(args, "openImportConnectionRunStep");
IDictionary<string, object> export = Fields.Object(args, "openExportConnectionRunStep");
if (import != null) AddImport(import, page);
if (export != null)
{
inputs["ExportType"] = Fields.Text(export, "exportType");
inputs["ExportPageNumber"] = page;
}
object types;
if (known.TryGetValue("Types", out types)) inputs["Schema"] = SchemaOf((Schema)types);
AddPassword(args);
}
public bool IsPaged { get; private set; }
public Dictionary<string, object> For(ConnectorScript script)
{
return Binder.Bind(script, inputs, Names);
}
private void AddCredential(IDictionary<string, object> credential)
{
if (credential == null) return;
string user = Fields.Text(credential, "user");
string password = Fields.Text(credential, "password") ?? "";
inputs["Username"] = user;
inputs["Password"] = password;
inputs["Credentials"] = new PSCredential(user, Binder.Secure(password));
}
private void AddImport(IDictionary<string, object> step, int page)
{
inputs["OperationType"] = Fields.Text(step, "importType");
inputs["UsePagedImport"] = IsPaged;
inputs["PageSize"] = Fields.Number(step, "pageSize");
inputs["ImportPageNumber"] = page;
}
private void AddPassword(IDictionary<string, object> args)
{
string operation = Fields.Text(args, "operationType");
if (operation == null) return;
inputs["Action"] = operation == "ChangePassword" ? "Change" : "Set";
inputs["NewPassword"] = Fields.Text(args, "newPassword");
if (args.ContainsKey("oldPassword")) inputs["OldPassword"] = Fields.Text(args, "oldPassword");
IDictionary<string, object> options = Fields.Object(args, "passwordOptions");
if (options == null) return;
if (Fields.Flag(options, "unlockAccount")) inputs["UnlockAccount"] = true;
if (Fields.Flag(options, "forceChangeAtLogOn")) inputs["ForceChangeAtLogOn"] = true;
if (Fields.Flag(options, "validatePassword")) inputs["ValidatePassword"] = true;
}
private static Hashtable ParametersOf(IDictionary<string, object> args)
{
Hashtable found = new Hashtable(StringComparer.OrdinalIgnoreCase);
foreach (IDictionary<string, object> each in Fields.Objects(args, "configParameters"))
{
string name = Fields.Text(each, "name");
if (name == "Server" || name == "Domain") found[name] = Fields.Text(each, "value");
}
foreach (string scope in Scopes)
{
foreach (IDictionary<string, object> each in Fields.Objects(args, "configParameters"))
{
string name = Fields.Text(each, "name");
if (!name.EndsWith(scope, StringComparison.Ordinal)) continue;
found[name.Substring(0, name.Length - scope.Length)] = Fields.Text(each, "secret") ?? Fields.Text(each, "value");
}
}
return found;
}
private static string Taken(Hashtable parameters, string name)
{
string value = (string)parameters[name];
parameters.Remove(name);
return value;
}
private static bool IsOn(string written)
{
string text = written == null ? "" : written.Trim();
return text != "0" && !string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
}
private static PSObject SchemaOf(Schema schema)
{
PSObject all = new PSObject();
foreach (SchemaType type in schema.Types)
{
PSObject one = new PSObject();
one.Properties.Add(new PSNoteProperty("ObjectType", type.Name));
one.Properties.Add(new PSNoteProperty("PossibleDNComponentsForProvisioning", type.PossibleDNComponentsForProvisioning));
one.Properties.Add(new PSNoteProperty("Anchors", AttributesOf(type.AnchorAttributes)));
one.Properties.Add(new PSNoteProperty("Attributes", AttributesOf(type.Attributes)));
all.Properties.Add(new PSNoteProperty(type.Name, one));
}
return all;
}
private static PSObject AttributesOf(IEnumerable<SchemaAttribute> attributes)
{
PSObject all = new PSObject();
foreach (SchemaAttribute each in attributes) all.Properties.Add(new PSNoteProperty(each.Name, each));
return all;
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
internal sealed class HashtableKeys
{
public const string ObjectClass = "objectClass";
public const string ChangeType = "changeType";
public const string DN = "[DN]";
public const string Identifier = "[Identifier]";
public const string ErrorName = "[ErrorName]";
public const string ErrorDetail = "[ErrorDetail]";
private readonly List<KeyValuePair<string, object>> all = new List<KeyValuePair<string, object>>();
public HashtableKeys(IDictionary table)
{
foreach (DictionaryEntry each in table) all.Add(new KeyValuePair<string, object>(FittingValues.Text(each.Key) ?? "", Answers.Bare(each.Value)));
}
public IList<KeyValuePair<string, object>> All
{
get { return all; }
}
public bool Has(string key)
{
foreach (KeyValuePair<string, object> each in all)
{
if (Is(each.Key, key)) return true;
}
return false;
}
public object Value(params string[] keys)
{
foreach (string key in keys)
{
foreach (KeyValuePair<string, object> each in all)
{
if (Is(each.Key, key) && each.Value != null) return each.Value;
}
}
return null;
}
public string Text(params string[] keys)
{
string text = FittingValues.Text(Value(keys));
return string.IsNullOrEmpty(text) ? null : text;
}
public static bool Is(string key, string wanted)
{
return string.Equals(key, wanted, StringComparison.OrdinalIgnoreCase);
}
public static bool IsBracketed(string key)
{
return key.Length > 2 && key[0] == '[' && key[key.Length - 1] == ']';
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.MetadirectoryServices;
internal static class HashtablePiped
{
public static List<PSObject> Entries(IList<CSEntryChange> entries, Schema types)
{
List<PSObject> all = new List<PSObject>(entries.Count);
foreach (CSEntryChange each in entries) all.Add(Entry(each, types));
return all;
}
private static PSObject Entry(CSEntryChange entry, Schema types)
{
PSObject made = new PSObject();
object anchor = "";
foreach (AnchorAttribute each in entry.AnchorAttributes)
{
anchor = each.Value;
break;
}
Set(made, HashtableKeys.Identifier, entry.Identifier.ToString());
Set(made, "[IdentifierAsGuid]", entry.Identifier);
Set(made, "[Anchor]", anchor);
Set(made, "[ObjectModificationType]", entry.ObjectModificationType.ToString());
Set(made, "[ObjectType]", entry.ObjectType);
Set(made, "[AttributeNames]", NamesOf(entry.ObjectType, types));
Set(made, "[ChangedAttributeNames]", new List<string>(entry.ChangedAttributeNames));
Set(made, HashtableKeys.DN, entry.DN);
Set(made, "[RDN]", entry.RDN);
foreach (AttributeChange change in entry.AttributeChanges)
{
List<object> values = new List<object>();
foreach (ValueChange each in change.ValueChanges)
{
if (each.ModificationType != ValueModificationType.Delete) values.Add(each.Value);
}
if (change.IsMultiValued) Set(made, change.Name, values.ToArray());
else if (values.Count > 0) Set(made, change.Name, values[0]);
}
return made;
}
private static List<string> NamesOf(string objectType, Schema types)
{
List<string> names = new List<string>();
if (!types.Types.Contains(objectType)) return names;
foreach (SchemaAttribute each in types.Types[objectType].Attributes) names.Add(each.Name);
return names;
}
public static List<PSObject> Object(CSEntry entry)
{
PSObject made = new PSObject(entry);
string dn = entry.DN == null ? null : entry.DN.ToString();
Set(made, HashtableKeys.DN, dn);
Set(made, "[RDN]", entry.RDN);
Set(made, "DN", dn);
Set(made, "[ObjectType]", entry.ObjectType);
AttributeNameEnumerator names = entry.GetEnumerator();
while (names.MoveNext())
{
Attrib attribute = entry[(string)names.Current];
if (!attribute.IsPresent) continue;
List<object> values = new List<object>();
foreach (Value each in attribute.Values) values.Add(ValueOf(each));
if (attribute.IsMultivalued) Set(made, attribute.Name, values.ToArray());
else if (values.Count > 0) Set(made, attribute.Name, values[0]);
}
List<PSObject> all = new List<PSObject>();
all.Add(made);
return all;
}
private static object ValueOf(Value value)
{
switch (value.DataType)
{
case AttributeType.Binary: return value.ToBinary();
case AttributeType.Boolean: return value.ToBoolean();
case AttributeType.Integer: return value.ToInteger();
default: return value.ToString();
}
}
private static void Set(PSObject made, string name, object value)
{
PSPropertyInfo there = made.Properties[name];
if (there != null && there.IsInstance) made.Properties.Remove(name);
made.Properties.Add(new PSNoteProperty(name, value), true);
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.MetadirectoryServices;
internal sealed class HashtableResults
{
private const string Unspecified = "unspecified-error";
private readonly Schema types;
private readonly Dictionary<Guid, CSEntryChange> entries = new Dictionary<Guid, CSEntryChange>();
private readonly Action<string, string> once;
public HashtableResults(Schema types, IEnumerable<CSEntryChange> entries, Action<string, string> once)
{
this.types = types;
this.once = once;
foreach (CSEntryChange each in entries) this.entries[each.Identifier] = each;
}
public string Answer(IList<object> came)
{
JsonWriter json = new JsonWriter().Begin('{').Text("t", "answer").Key("answer").Begin('{').Key("results").Begin('[');
foreach (object each in came)
{
IDictionary table = each as IDictionary;
HashtableKeys keys = table == null ? null : new HashtableKeys(table);
if (keys == null || !(keys.Has(HashtableKeys.Identifier) || keys.Has(HashtableKeys.ErrorName) || keys.Has(HashtableKeys.ErrorDetail)))
{
string name = FittingValues.KindOf(each);
once("object " + name, "The script wrote an object to the pipeline that is no result and was left out: " + name + ".");
continue;
}
Write(json, keys);
}
return json.End(']').End('}').End('}').ToString();
}
private void Write(JsonWriter json, HashtableKeys keys)
{
Guid identifier;
CSEntryChange entry = null;
string written = keys.Text(HashtableKeys.Identifier);
if (written == null) throw new WrongAnswer("a result without an [Identifier]");
if (!Guid.TryParse(written, out identifier) || !entries.TryGetValue(identifier, out entry))
{
throw new WrongAnswer("a result with an [Identifier] that is none of the objects piped to it");
}
string error = keys.Has(HashtableKeys.ErrorName) ? keys.Text(HashtableKeys.ErrorName) : Unspecified;
if (HashtableKeys.Is(error, "success")) error = null;
json.Begin('{').Text("identifier", identifier.ToString());
json.Text("errorCode", (error == null ? MAExportError.Success : MAExportError.ExportErrorCustomContinueRun).ToString());
if (error == null) WriteAnchor(json, keys, entry);
else
{
json.Text("errorName", error);
string detail = keys.Text(HashtableKeys.ErrorDetail);
if (detail != null) json.Text("errorDetail", detail);
}
json.End('}');
}
private void WriteAnchor(JsonWriter json, HashtableKeys keys, CSEntryChange entry)
{
SchemaAttribute anchor = HashtableEntries.AnchorOf(types.Types.Contains(entry.ObjectType) ? types.Types[entry.ObjectType] : null);
foreach (KeyValuePair<string, object> each in keys.All)
{
if (HashtableKeys.IsBracketed(each.Key)) continue;
if (anchor == null || !HashtableKeys.Is(each.Key, anchor.Name))
{
once("result " + each.Key, "The key \\"" + ErrorText.Cut(each.Key) + "\\" of results, which is no anchor, was left out.");
continue;
}
List<object> values = FittingValues.Of(each.Value, anchor.DataType);
if (values.Count == 0 || "".Equals(values[0])) continue;
json.Key("anchors").Begin('[').Begin('[').Text(anchor.Name);
OutputText.WriteValue(json, values[0]);
json.End(']').End(']');
}
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.MetadirectoryServices;
internal static class HashtableSchema
{
private const string Anchor = "anchor-";
private const string ImportOnly = "importonly-";
private const string ExportOnly = "exportonly-";
public static string Answer(IList<object> came, Action<string, string> once)
{
if (came.Count == 0) throw new WrongAnswer("nothing");
Schema schema = Schema.Create();
foreach (object each in came)
{
PSObject type = each as PSObject;
if (type == null) throw new WrongAnswer(Answers.InWords(came));
SchemaType made = TypeOf(type, once);
if (schema.Types.Contains(made.Name)) throw new WrongAnswer("the type " + Quoted(made.Name) + " twice");
schema.Types.Add(made);
}
JsonWriter json = new JsonWriter().Begin('{').Text("t", "answer").Key("answer");
OutputText.Write(json, schema);
return json.End('}').ToString();
}
private static SchemaType TypeOf(PSObject written, Action<string, string> once)
{
string name = null;
List<SchemaAttribute> attributes = new List<SchemaAttribute>();
foreach (PSPropertyInfo property in written.Properties)
{
string[] parts = property.Name.Split(new[] { '|' }, StringSplitOptions.RemoveEmptyEntries);
if (parts.Length < 2 || parts[0].Trim().Length == 0)
{
throw new WrongAnswer("an object with the property " + Quoted(property.Name) + ", which has not the form Name|Type");
}
if (HashtableKeys.Is(parts[0].Trim(), HashtableKeys.ObjectClass)) name = FittingValues.Text(property.Value);
else attributes.Add(AttributeOf(parts[0].Trim(), parts[1].Trim(), once));
}
if (string.IsNullOrEmpty(name)) throw new WrongAnswer("an object without a value of objectClass|String");
SchemaType type = SchemaType.Create(name, true);
foreach (SchemaAttribute each in attributes)
{
if (type.Attributes.Contains(each.Name)) throw new WrongAnswer("the type " + Quoted(name) + " with the attribute " + Quoted(each.Name) + " twice");
type.Attributes.Add(each);
}
int anchors = type.AnchorAttributes.Count;
if (anchors != 1) throw new WrongAnswer("the type " + Quoted(name) + " with " + (anchors == 0 ? "no anchor" : anchors + " anchors"));
return type;
}
private static SchemaAttribute AttributeOf(string written, string typeName, Action<string, string> once)
{
bool isAnchor = Begins(written, Anchor);
AttributeOperation operation = Begins(written, ImportOnly) ? AttributeOperation.ImportOnly
: Begins(written, ExportOnly) ? AttributeOperation.ExportOnly
: AttributeOperation.ImportExport;
string prefix = isAnchor ? Anchor : operation == AttributeOperation.ImportOnly ? ImportOnly : operation == AttributeOperation.ExportOnly ? ExportOnly : "";
string name = written.Substring(prefix.Length);
if (name.Length == 0) throw new WrongAnswer("an object with the property " + Quoted(written + "|" + typeName) + ", which names no attribute");
bool isMultiValued = typeName.EndsWith("[]", StringComparison.Ordinal);
AttributeType type = TypeNamed(typeName.Replace("[]", ""), name, once);
if (isAnchor) return SchemaAttribute.CreateAnchorAttribute(name, type);
return isMultiValued ? SchemaAttribute.CreateMultiValuedAttribute(name, type, operation) : SchemaAttribute.CreateSingleValuedAttribute(name, type, operation);
}
private static AttributeType TypeNamed(string written, string attribute, Action<string, string> once)
{
switch (written.Trim().ToLowerInvariant())
{
case "string": return AttributeType.String;
case "boolean": return AttributeType.Boolean;
case "integer": return AttributeType.Integer;
case "reference": return AttributeType.Reference;
case "binary": return AttributeType.Binary;
default:
once("type " + attribute, "The attribute " + Quoted(attribute) + " is of the type " + Quoted(written) + ", which nobody knows, and is taken for a String.");
return AttributeType.String;
}
}
private static bool Begins(string text, string prefix)
{
return text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
private static string Quoted(string text)
{
return "\\"" + ErrorText.Cut(text) + "\\"";
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using Microsoft.MetadirectoryServices;
internal static class InputObjects
{
public static Dictionary<string, object> From(IDictionary<string, object> args)
{
Dictionary<string, object> inputs = new Dictionary<string, object>(StringComparer.Ordinal);
Schema types = args.ContainsKey("types") ? SchemaOf(Fields.List(args, "types")) : null;
inputs["ConfigParameters"] = ParametersOf(args);
IDictionary<string, object> credential = Fields.Object(args, "credential");
if (credential != null)
{
inputs["Credential"] = new PSCredential(Fields.Text(credential, "user"), Binder.Secure(Fields.Text(credential, "password")));
}
if (types != null) inputs["Types"] = types;
string page = Fields.Text(args, "configParameterPage");
if (page != null) inputs["ConfigParameterPage"] = Enum.Parse(typeof(ConfigParameterPage), page);
if (args.ContainsKey("parentNode")) inputs["ParentNode"] = NodeOf(Fields.Object(args, "parentNode"));
if (args.ContainsKey("openImportConnectionRunStep")) inputs["OpenImportConnectionRunStep"] = OpenImportOf(Fields.Object(args, "openImportConnectionRunStep"));
if (args.ContainsKey("getImportEntriesRunStep")) inputs["GetImportEntriesRunStep"] = GetImportOf(Fields.Object(args, "getImportEntriesRunStep"), types);
if (args.ContainsKey("closeImportConnectionRunStep")) inputs["CloseImportConnectionRunStep"] = CloseImportOf(Fields.Object(args, "closeImportConnectionRunStep"));
if (args.ContainsKey("openExportConnectionRunStep")) inputs["OpenExportConnectionRunStep"] = OpenExportOf(Fields.Object(args, "openExportConnectionRunStep"));
if (args.ContainsKey("closeExportConnectionRunStep")) inputs["CloseExportConnectionRunStep"] = CloseExportOf(Fields.Object(args, "closeExportConnectionRunStep"));
if (args.ContainsKey("csEntries")) inputs["CSEntries"] = EntriesOf(Fields.List(args, "csEntries"), types);
if (args.ContainsKey("partition")) inputs["Partition"] = PartitionOf(Fields.Object(args, "partition"));
if (args.ContainsKey("csEntry")) inputs["CSEntry"] = ObjectOf(Fields.Object(args, "csEntry"), types, Fields.Text(args, "connector"));
AddPassword(args, inputs);
return inputs;
}
private static void AddPassword(IDictionary<string, object> args, Dictionary<string, object> inputs)
{
string operation = Fields.Text(args, "operationType");
if (operation == null) return;
inputs["OperationType"] = operation;
inputs["NewPassword"] = Fields.Text(args, "newPassword");
if (args.ContainsKey("oldPassword")) inputs["OldPassword"] = Fields.Text(args, "oldPassword");
IDictionary<string, object> options = Fields.Object(args, "passwordOptions");
if (options == null) return;
PasswordOptions flags = PasswordOptions.None;
if (Fields.Flag(options, "unlockAccount")) flags |= PasswordOptions.UnlockAccount;
if (Fields.Flag(options, "forceChangeAtLogOn")) flags |= PasswordOptions.ForceChangeAtLogOn;
if (Fields.Flag(options, "validatePassword")) flags |= PasswordOptions.ValidatePassword;
inputs["PasswordOptions"] = flags;
}
private static KeyedCollection<string, ConfigParameter> ParametersOf(IDictionary<string, object> args)
{
NamedCollection<ConfigParameter> parameters = new NamedCollection<ConfigParameter>(each => each.Name);
foreach (IDictionary<string, object> each in Fields.Objects(args, "configParameters"))
{
string name = Fields.Text(each, "name");
string secret = Fields.Text(each, "secret");
if (parameters.Contains(name)) continue;
parameters.Add(secret == null ? new ConfigParameter(name, Fields.Text(each, "value")) : new ConfigParameter(name, Binder.Secure(secret)));
}
return parameters;
}
private static Schema SchemaOf(IList<object> types)
{
Schema schema = Schema.Create();
foreach (IDictionary<string, object> written in types)
{
SchemaType type = SchemaType.Create(Fields.Text(written, "name"), true);
foreach (IDictionary<string, object> each in Fields.Objects(written, "attributes"))
{
string name = Fields.Text(each, "name");
AttributeType dataType = (AttributeType)Enum.Parse(typeof(AttributeType), Fields.Text(each, "dataType"));
AttributeOperation operation = (AttributeOperation)Enum.Parse(typeof(AttributeOperation), Fields.Text(each, "operation") ?? "ImportExport");
if (Fields.Flag(each, "isAnchor")) type.Attributes.Add(SchemaAttribute.CreateAnchorAttribute(name, dataType, operation));
else if (Fields.Flag(each, "isMultiValued")) type.Attributes.Add(SchemaAttribute.CreateMultiValuedAttribute(name, dataType, operation));
else type.Attributes.Add(SchemaAttribute.CreateSingleValuedAttribute(name, dataType, operation));
}
schema.Types.Add(type);
}
return schema;
}
private static Partition PartitionOf(IDictionary<string, object> written)
{
string dn = Fields.Text(written, "dn") ?? "";
return Partition.Create(IdentifierOf(Fields.Text(written, "id") ?? dn), dn, Fields.Text(written, "name") ?? dn);
}
private static Guid IdentifierOf(string id)
{
Guid known;
if (Guid.TryParse(id, out known)) return known;
using (SHA256 sha = SHA256.Create())
{
byte[] bytes = new byte[16];
Array.Copy(sha.ComputeHash(Encoding.UTF8.GetBytes(id)), bytes, 16);
return new Guid(bytes);
}
}
private static HierarchyNode NodeOf(IDictionary<string, object> written)
{
string dn = Fields.Text(written, "dn") ?? "";
return HierarchyNode.Create(dn, Fields.Text(written, "name") ?? dn);
}
private static List<HierarchyNode> NodesOf(IDictionary<string, object> step, string name)
{
List<HierarchyNode> nodes = new List<HierarchyNode>();
foreach (IDictionary<string, object> each in Fields.Objects(step, name)) nodes.Add(NodeOf(each));
return nodes;
}
private static OpenImportConnectionRunStep OpenImportOf(IDictionary<string, object> step)
{
OpenImportConnectionRunStep open = new OpenImportConnectionRunStep();
open.ImportType = Fields.Text(step, "importType") == "Delta" ? OperationType.Delta : OperationType.Full;
open.CustomData = Fields.Text(step, "customData") ?? "";
open.PageSize = Fields.Number(step, "pageSize");
open.StepPartition = PartitionOf(Fields.Object(step, "partition"));
open.InclusionHierarchyNodes = NodesOf(step, "included");
open.ExclusionHierarchyNodes = NodesOf(step, "excluded");
return open;
}
private static GetImportEntriesRunStep GetImportOf(IDictionary<string, object> step, Schema types)
{
GetImportEntriesRunStep get = new GetImportEntriesRunStep();
get.CustomData = Fields.Text(step, "customData") ?? "";
List<CSEntryChange> wanted = new List<CSEntryChange>();
foreach (IDictionary<string, object> each in Fields.Objects(step, "fullObjectEntries")) wanted.Add(KnownOf(each));
get.FullObjectEntries = wanted;
return get;
}
private static CloseImportConnectionRunStep CloseImportOf(IDictionary<string, object> step)
{
CloseImportConnectionRunStep close = new CloseImportConnectionRunStep();
close.Reason = ReasonOf(step);
close.CustomData = Fields.Text(step, "customData") ?? "";
return close;
}
private static OpenExportConnectionRunStep OpenExportOf(IDictionary<string, object> step)
{
OpenExportConnectionRunStep open = new OpenExportConnectionRunStep();
open.ExportType = Fields.Text(step, "exportType") == "Full" ? OperationType.Full : OperationType.Delta;
open.BatchSize = Fields.Number(step, "pageSize");
open.StepPartition = PartitionOf(Fields.Object(step, "partition"));
open.InclusionHierarchyNodes = NodesOf(step, "included");
open.ExclusionHierarchyNodes = NodesOf(step, "excluded");
return open;
}
private static CloseExportConnectionRunStep CloseExportOf(IDictionary<string, object> step)
{
CloseExportConnectionRunStep close = new CloseExportConnectionRunStep();
close.Reason = ReasonOf(step);
return close;
}
private static CloseReason ReasonOf(IDictionary<string, object> step)
{
return (CloseReason)Enum.Parse(typeof(CloseReason), Fields.Text(step, "reason") ?? "Normal");
}
private static List<CSEntryChange> EntriesOf(IList<object> written, Schema types)
{
List<CSEntryChange> entries = new List<CSEntryChange>(written.Count);
foreach (IDictionary<string, object> each in written) entries.Add(EntryOf(each, types));
return entries;
}
private static CSEntryChange EntryOf(IDictionary<string, object> written, Schema types)
{
CSEntryChange entry = Identified(written);
entry.ObjectModificationType = (ObjectModificationType)Enum.Parse(typeof(ObjectModificationType), Fields.Text(written, "modificationType"));
List<string> changed = new List<string>();
foreach (object each in Fields.List(written, "changed")) changed.Add((string)each);
entry.ChangedAttributeNames = changed;
SchemaType type = TypeOf(types, entry.ObjectType);
foreach (IList<object> each in Fields.List(written, "changes"))
{
string name = (string)each[0];
List<ValueChange> values = new List<ValueChange>();
foreach (IList<object> change in (IList<object>)each[2])
{
object value = Fields.Value(change[1]);
values.Add((string)change[0] == "Delete" ? ValueChange.CreateValueDelete(value) : ValueChange.CreateValueAdd(value));
}
AttributeModificationType modification = (AttributeModificationType)Enum.Parse(typeof(AttributeModificationType), (string)each[1]);
SchemaAttribute attribute = AttributeOf(type, name);
entry.AttributeChanges.Add(new AttributeChange(
name,
attribute == null ? AttributeType.String : attribute.DataType,
attribute != null && attribute.IsMultiValued,
modification,
values));
}
return entry;
}
private static CSEntryChange KnownOf(IDictionary<string, object> written)
{
CSEntryChange entry = Identified(written);
entry.ObjectModificationType = ObjectModificationType.Unconfigured;
return entry;
}
private static CSEntryChange Identified(IDictionary<string, object> written)
{
CSEntryChange entry = CSEntryChange.Create();
entry.Identifier = Guid.Parse(Fields.Text(written, "identifier"));
entry.ObjectType = Fields.Text(written, "objectType");
entry.DN = Fields.Text(written, "dn");
foreach (IList<object> each in Fields.List(written, "anchors"))
{
entry.AnchorAttributes.Add(AnchorAttribute.Create((string)each[0], Fields.Value(each[1])));
}
return entry;
}
private static SchemaType TypeOf(Schema types, string name)
{
return types != null && name != null && types.Types.Contains(name) ? types.Types[name] : null;
}
private static SchemaAttribute AttributeOf(SchemaType type, string name)
{
return type != null && type.Attributes.Contains(name) ? type.Attributes[name] : null;
}
private static CSEntry ObjectOf(IDictionary<string, object> written, Schema types, string connector)
{
CSEntry entry = new CSEntry();
string typeName = Fields.Text(written, "objectType");
SchemaType type = TypeOf(types, typeName);
entry.DN = new ReferenceValue(Fields.Text(written, "dn"));
entry.ObjectType = typeName;
entry.ObjectClass = new ValueCollection(new object[] { typeName });
entry.MA = new ManagementAgent(connector);
foreach (IList<object> each in Fields.List(written, "anchors"))
{
entry.Add(AttribOf((string)each[0], new object[] { each[1] }, type));
}
foreach (IList<object> each in Fields.List(written, "attributes"))
{
entry.Add(AttribOf((string)each[0], (IList<object>)each[1], type));
}
return entry;
}
private static Attrib AttribOf(string name, IList<object> written, SchemaType type)
{
List<object> values = new List<object>(written.Count);
foreach (object each in written) values.Add(Fields.Value(each));
SchemaAttribute attribute = AttributeOf(type, name);
AttributeType dataType = attribute == null ? (values.Count > 0 ? Values.TypeOf(values[0]) : AttributeType.String) : attribute.DataType;
return new Attrib(name, dataType, attribute == null ? values.Count > 1 : attribute.IsMultiValued, values);
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
internal sealed class JsonReader
{
private const int MostLevels = 64;
private readonly string text;
private int at;
private int levels;
private JsonReader(string text)
{
this.text = text;
}
public static object Read(string text)
{
JsonReader reader = new JsonReader(text);
object value = reader.Value();
reader.Space();
if (reader.at != text.Length) throw Wrong();
return value;
}
private static FormatException Wrong()
{
return new FormatException("The line is no JSON.");
}
private void Space()
{
while (at < text.Length && (text[at] == ' ' || text[at] == '\\t' || text[at] == '\\r' || text[at] == '\\n')) at++;
}
private object Value()
{
Space();
if (at >= text.Length) throw Wrong();
switch (text[at])
{
case '{': return Nested(true);
case '[': return Nested(false);
case '"': return String();
case 't': Word("true"); return true;
case 'f': Word("false"); return false;
case 'n': Word("null"); return null;
default: return Number();
}
}
private object Nested(bool isObject)
{
if (++levels > MostLevels) throw Wrong();
object value = isObject ? (object)Object() : List();
levels--;
return value;
}
private Dictionary<string, object> Object()
{
Dictionary<string, object> found = new Dictionary<string, object>(StringComparer.Ordinal);
at++;
Space();
if (Take('}')) return found;
while (true)
{
Space();
if (at >= text.Length || text[at] != '"') throw Wrong();
string key = String();
Space();
if (!Take(':')) throw Wrong();
found[key] = Value();
Space();
if (Take('}')) return found;
if (!Take(',')) throw Wrong();
}
}
private List<object> List()
{
List<object> found = new List<object>();
at++;
Space();
if (Take(']')) return found;
while (true)
{
found.Add(Value());
Space();
if (Take(']')) return found;
if (!Take(',')) throw Wrong();
}
}
private string String()
{
at++;
int start = at;
while (at < text.Length && text[at] != '"' && text[at] != '\\\\') at++;
if (at >= text.Length) throw Wrong();
if (text[at] == '"') return text.Substring(start, at++ - start);
StringBuilder found = new StringBuilder();
found.Append(text, start, at - start);
while (at < text.Length)
{
char each = text[at++];
if (each == '"') return found.ToString();
if (each != '\\\\') found.Append(each);
else found.Append(Escaped());
}
throw Wrong();
}
private char Escaped()
{
if (at >= text.Length) throw Wrong();
char each = text[at++];
switch (each)
{
case 'n': return '\\n';
case 'r': return '\\r';
case 't': return '\\t';
case 'b': return '\\b';
case 'f': return '\\f';
case 'u':
ushort code;
if (at + 4 > text.Length) throw Wrong();
if (!ushort.TryParse(text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)) throw Wrong();
at += 4;
return (char)code;
case '"':
case '\\\\':
case '/':
return each;
default:
throw Wrong();
}
}
private object Number()
{
int start = at;
while (at < text.Length && "+-.eE0123456789".IndexOf(text[at]) >= 0) at++;
string digits = text.Substring(start, at - start);
long whole;
if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole)) return whole;
double other;
if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out other) && !double.IsInfinity(other)) return other;
throw Wrong();
}
private void Word(string word)
{
if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) throw Wrong();
at += word.Length;
}
private bool Take(char expected)
{
if (at >= text.Length || text[at] != expected) return false;
at++;
return true;
}
}
internal sealed class JsonWriter
{
private readonly StringBuilder written = new StringBuilder();
private bool needsComma;
public override string ToString()
{
return written.ToString();
}
public int Length
{
get { return written.Length; }
}
public void Clear()
{
written.Length = 0;
needsComma = false;
}
public JsonWriter Begin(char bracket)
{
Separate();
written.Append(bracket);
needsComma = false;
return this;
}
public JsonWriter End(char bracket)
{
written.Append(bracket);
needsComma = true;
return this;
}
public JsonWriter Key(string name)
{
Separate();
Quote(name);
written.Append(':');
needsComma = false;
return this;
}
public JsonWriter Text(string value)
{
Separate();
if (value == null) written.Append("null");
else Quote(value);
needsComma = true;
return this;
}
public JsonWriter Flag(bool value)
{
Separate();
written.Append(value ? "true" : "false");
needsComma = true;
return this;
}
public JsonWriter Number(long value)
{
Separate();
written.Append(value.ToString(CultureInfo.InvariantCulture));
needsComma = true;
return this;
}
public JsonWriter Text(string name, string value)
{
return Key(name).Text(value);
}
private void Separate()
{
if (needsComma) written.Append(',');
}
private void Quote(string value)
{
written.Append('"');
int start = 0;
for (int at = 0; at < value.Length; at++)
{
char each = value[at];
if (each >= ' ' && each < '\\u007f' && each != '"' && each != '\\\\') continue;
written.Append(value, start, at - start);
start = at + 1;
if (each == '"' || each == '\\\\') written.Append('\\\\').Append(each);
else written.Append("\\\\u").Append(((int)each).ToString("x4", CultureInfo.InvariantCulture));
}
written.Append(value, start, value.Length - start).Append('"');
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using Microsoft.MetadirectoryServices;
internal sealed class MetadirectoryConversation : Conversation
{
private readonly IDictionary<string, string> texts;
private Schema types;
private bool isFullImport;
private int entriesOfRun;
private bool hasErrorsInRun;
public MetadirectoryConversation(IDictionary<string, string> texts)
{
this.texts = texts;
}
public override Dictionary<string, object> Inputs(ConnectorScript script, string slot, IDictionary<string, object> args)
{
Dictionary<string, object> inputs = InputObjects.From(args);
KeyedCollection<string, ConfigParameter> parameters = (KeyedCollection<string, ConfigParameter>)inputs["ConfigParameters"];
foreach (KeyValuePair<string, string> each in texts)
{
if (!parameters.Contains(each.Key)) parameters.Add(new ConfigParameter(each.Key, each.Value));
}
object known;
if (inputs.TryGetValue("Types", out known)) types = (Schema)known;
if (inputs.TryGetValue("OpenImportConnectionRunStep", out known)) isFullImport = ((OpenImportConnectionRunStep)known).ImportType == OperationType.Full;
return Binder.Bind(script, inputs);
}
public override ScriptOutcome Run(ScriptRunner runner, ConnectorScript script, string slot, Dictionary<string, object> inputs, IDictionary<string, object> args)
{
ScriptOutcome outcome = base.Run(runner, script, slot, inputs, args);
if (outcome.Errors.Count > 0) hasErrorsInRun = true;
return outcome;
}
public override string Answer(string slot, ScriptOutcome outcome, Func<string, bool> send)
{
List<object> came = Answers.Bare(outcome.Output);
JsonWriter json = new JsonWriter();
json.Begin('{').Text("t", "answer");
switch (slot)
{
case "validation":
OutputText.Write(json.Key("answer"), Answers.One<ParameterValidationResult>(came));
break;
case "schema":
OutputText.Write(json.Key("answer"), Answers.One<Schema>(came));
break;
case "partition":
ExpectSome(came);
json.Key("answer").Begin('[');
foreach (Partition each in Answers.All<Partition>(came)) OutputText.Write(json, each);
json.End(']');
break;
case "hierarchy":
if (outcome.Errors.Count > 0) ExpectSome(came);
json.Key("answer").Begin('[');
foreach (HierarchyNode each in Answers.All<HierarchyNode>(came)) OutputText.Write(json, each);
json.End(']');
break;
case "beginImport":
OutputText.WriteCustomData(json.Key("answer"), Answers.One<OpenImportConnectionResults>(came).CustomData);
break;
case "importData":
if (came.Count == 0 && outcome.Errors.Count > 0) throw new WrongAnswer(Answers.InWords(came));
return AnswerWithPage(came, send);
case "endImport":
OutputText.WriteCustomData(json.Key("answer"), Answers.One<CloseImportConnectionResults>(came).CustomData);
break;
case "exportData":
OutputText.Write(json.Key("answer"), Answers.One<PutExportEntriesResults>(came));
break;
default:
if (came.Count > 0) json.Text("unexpected", Answers.InWords(came));
break;
}
return json.End('}').ToString();
}
private static void ExpectSome(List<object> came)
{
if (came.Count == 0) throw new WrongAnswer(Answers.InWords(came));
}
private string AnswerWithPage(List<object> came, Func<string, bool> send)
{
IList<CSEntryChange> entries;
bool moreToImport = false;
string customData = null;
GetImportEntriesResults results = came.Count == 1 ? came[0] as GetImportEntriesResults : null;
if (results == null) entries = Answers.All<CSEntryChange>(came);
else
{
entries = results.CSEntries;
moreToImport = results.MoreToImport;
customData = results.CustomData;
}
entriesOfRun += entries == null ? 0 : entries.Count;
if (isFullImport && !moreToImport && entriesOfRun == 0 && hasErrorsInRun) throw new WrongAnswer("no object in a full import in which there were errors");
JsonWriter json = new JsonWriter();
json.Begin('{').Text("t", "page").Key("moreToImport").Flag(moreToImport).Text("customData", customData).End('}');
bool isWanted = send(json.ToString());
if (entries != null)
{
foreach (CSEntryChange each in entries)
{
if (!isWanted) break;
if (each == null) continue;
json.Clear();
OutputText.Write(json, each, types);
isWanted = send(json.ToString());
}
}
return new JsonWriter().Begin('{').Text("t", "pageEnd").End('}').ToString();
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.MetadirectoryServices;
internal static class OutputText
{
private const long MostExact = 9007199254740991;
public static void Write(JsonWriter json, ParameterValidationResult result)
{
json.Begin('{').Text("code", result.Code.ToString());
if (!string.IsNullOrEmpty(result.ErrorMessage)) json.Text("errorMessage", result.ErrorMessage);
if (!string.IsNullOrEmpty(result.ErrorParameter)) json.Text("errorParameter", result.ErrorParameter);
json.End('}');
}
public static void Write(JsonWriter json, Schema schema)
{
json.Begin('{').Key("types").Begin('[');
foreach (SchemaType type in schema.Types)
{
json.Begin('{').Text("name", type.Name).Key("attributes").Begin('[');
foreach (SchemaAttribute attribute in type.Attributes)
{
json.Begin('{').Text("name", attribute.Name).Text("dataType", attribute.DataType.ToString());
json.Key("isAnchor").Flag(attribute.IsAnchor).Key("isMultiValued").Flag(attribute.IsMultiValued);
json.Text("operation", attribute.AllowedAttributeOperation.ToString()).End('}');
}
json.End(']').End('}');
}
json.End(']').End('}');
}
public static void Write(JsonWriter json, Partition partition)
{
json.Begin('{').Text("dn", partition.DN);
if (partition.Identifier != Guid.Empty) json.Text("id", partition.Identifier.ToString());
if (!string.IsNullOrEmpty(partition.Name)) json.Text("name", partition.Name);
json.End('}');
}
public static void Write(JsonWriter json, HierarchyNode node)
{
json.Begin('{').Text("dn", node.DN);
if (!string.IsNullOrEmpty(node.DisplayName)) json.Text("name", node.DisplayName);
json.End('}');
}
public static void WriteCustomData(JsonWriter json, string customData)
{
json.Begin('{');
if (customData != null) json.Text("customData", customData);
json.End('}');
}
public static void Write(JsonWriter json, PutExportEntriesResults results)
{
json.Begin('{').Key("results").Begin('[');
foreach (CSEntryChangeResult each in results.CSEntryChangeResults)
{
if (each != null) Write(json, each);
}
json.End(']').End('}');
}
private static void Write(JsonWriter json, CSEntryChangeResult result)
{
json.Begin('{').Text("identifier", result.Identifier.ToString()).Text("errorCode", result.ErrorCode.ToString());
if (!string.IsNullOrEmpty(result.ErrorName)) json.Text("errorName", result.ErrorName);
if (!string.IsNullOrEmpty(result.ErrorDetail)) json.Text("errorDetail", result.ErrorDetail);
if (result.AnchorAttributes != null && result.AnchorAttributes.Count > 0)
{
json.Key("anchors").Begin('[');
foreach (AttributeChange each in result.AnchorAttributes)
{
foreach (ValueChange change in each.ValueChanges)
{
if (change.ModificationType == ValueModificationType.Delete) continue;
json.Begin('[').Text(each.Name);
WriteValue(json, change.Value);
json.End(']');
break;
}
}
json.End(']');
}
json.End('}');
}
public static void Write(JsonWriter json, CSEntryChange entry, Schema types)
{
SchemaType type = types != null && !string.IsNullOrEmpty(entry.ObjectType) && types.Types.Contains(entry.ObjectType) ? types.Types[entry.ObjectType] : null;
json.Begin('{').Text("t", "entry").Text("m", entry.ObjectModificationType.ToString());
if (!string.IsNullOrEmpty(entry.ObjectType)) json.Text("o", entry.ObjectType);
if (!string.IsNullOrEmpty(entry.DN)) json.Text("d", entry.DN);
if (entry.AnchorAttributes.Count > 0)
{
json.Key("a").Begin('[');
foreach (AnchorAttribute each in entry.AnchorAttributes)
{
json.Begin('[').Text(each.Name);
WriteValue(json, Fitting(each.Value, each.Name, type));
json.End(']');
}
json.End(']');
}
json.Key("c").Begin('[');
foreach (AttributeChange each in entry.AttributeChanges) Write(json, each, type);
json.End(']');
if (entry.ErrorCodeImport != MAImportError.Success)
{
json.Key("e").Begin('[').Text(entry.ErrorCodeImport.ToString()).Text(entry.ErrorName).Text(entry.ErrorDetail).End(']');
}
json.End('}');
}
private static void Write(JsonWriter json, AttributeChange change, SchemaType type)
{
json.Begin('[').Text(change.Name).Text(change.ModificationType.ToString()).Begin('[');
bool hasDeleted = false;
foreach (ValueChange each in change.ValueChanges)
{
if (each.ModificationType == ValueModificationType.Delete) hasDeleted = true;
else WriteValue(json, Fitting(each.Value, change.Name, type));
}
json.End(']');
if (hasDeleted)
{
json.Begin('[');
foreach (ValueChange each in change.ValueChanges)
{
if (each.ModificationType == ValueModificationType.Delete) WriteValue(json, Fitting(each.Value, change.Name, type));
}
json.End(']');
}
json.End(']');
}
private static object Fitting(object value, string name, SchemaType type)
{
if (type == null || !type.Attributes.Contains(name)) return value;
List<object> fitting = FittingValues.Of(value, type.Attributes[name].DataType);
return fitting.Count == 1 ? fitting[0] : value;
}
public static void WriteValue(JsonWriter json, object value)
{
value = Answers.Bare(value);
string text = value as string;
byte[] bytes = value as byte[];
if (text != null) json.Text(text);
else if (bytes != null) json.Begin('{').Text("b", Convert.ToBase64String(bytes)).End('}');
else if (value is bool) json.Flag((bool)value);
else if (IsWhole(value)) WriteWhole(json, value);
else if (value is DateTime) json.Text(((DateTime)value).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
else json.Begin('{').Text("u", value == null ? "null" : value.GetType().FullName).End('}');
}
private static bool IsWhole(object value)
{
return value is int || value is long || value is short || value is byte || value is sbyte || value is ushort || value is uint || value is ulong;
}
private static void WriteWhole(JsonWriter json, object value)
{
decimal whole = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
if (Math.Abs(whole) <= MostExact) json.Number((long)whole);
else json.Begin('{').Text("i", whole.ToString(CultureInfo.InvariantCulture)).End('}');
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.MetadirectoryServices;
internal static class ProcessBorder
{
private const string KnownAssembly = "Microsoft.MetadirectoryServicesEx";
private const uint CloseOnExecLinux = 0x5451;
private const uint CloseOnExecMac = 0x20006601;
[DllImport("libc", EntryPoint = "ioctl")]
private static extern int Ioctl(int descriptor, UIntPtr request);
public static void KeepConversation()
{
if (Environment.OSVersion.Platform == PlatformID.Win32NT) return;
UIntPtr request = new UIntPtr(System.IO.Directory.Exists("/System/Library") ? CloseOnExecMac : CloseOnExecLinux);
try
{
Ioctl(3, request);
Ioctl(4, request);
}
catch (DllNotFoundException) { }
catch (EntryPointNotFoundException) { }
}
public static void AnswerForAssembly()
{
AppDomain.CurrentDomain.AssemblyResolve += delegate(object sender, ResolveEventArgs asked)
{
string name = new AssemblyName(asked.Name).Name;
return string.Equals(name, KnownAssembly, StringComparison.OrdinalIgnoreCase) ? typeof(CSEntryChange).Assembly : null;
};
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using Microsoft.MetadirectoryServices;
internal sealed class ProcessState
{
private Dictionary<string, string> before;
private string folderBefore;
public void Prepare(IDictionary<string, object> args, bool isAlone)
{
if (isAlone)
{
before = Snapshot();
folderBefore = Environment.CurrentDirectory;
}
MAUtils.MAFolder = Fields.Text(args, "maFolder");
Utils.ExtensionsDirectory = Fields.Text(args, "definitionFolder");
string temporary = Fields.Text(args, "temporaryFolder");
if (temporary != null) SetTemporary(temporary);
if (Environment.OSVersion.Platform != PlatformID.Win32NT) Set("COMPUTERNAME", Environment.MachineName);
}
public void Restore()
{
if (before == null) return;
foreach (string name in Snapshot().Keys)
{
if (!before.ContainsKey(name)) Environment.SetEnvironmentVariable(name, null);
}
foreach (KeyValuePair<string, string> each in before) Environment.SetEnvironmentVariable(each.Key, each.Value);
before = null;
try { Environment.CurrentDirectory = folderBefore; }
catch (IOException) { }
}
private static void SetTemporary(string folder)
{
Set("TEMP", folder);
Set("TMP", folder);
if (Environment.OSVersion.Platform == PlatformID.Win32NT) return;
Set("Temp", folder);
Set("temp", folder);
if (!string.Equals(Path.GetFileName(folder), "TEMP", StringComparison.Ordinal)) return;
foreach (string name in new[] { "windir", "WINDIR", "SystemRoot", "SYSTEMROOT" }) Set(name, Path.GetDirectoryName(folder));
}
private static void Set(string name, string value)
{
Environment.SetEnvironmentVariable(name, value);
}
private static Dictionary<string, string> Snapshot()
{
Dictionary<string, string> found = new Dictionary<string, string>(StringComparer.Ordinal);
foreach (DictionaryEntry each in Environment.GetEnvironmentVariables()) found[(string)each.Key] = (string)each.Value;
return found;
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Reflection;
public static class ScriptEnvironment
{
public static string CommandLine { get { return Environment.CommandLine; } }
public static string CurrentDirectory { get { return Environment.CurrentDirectory; } set { Environment.CurrentDirectory = value; } }
public static int CurrentManagedThreadId { get { return Environment.CurrentManagedThreadId; } }
public static int ExitCode { get { return Environment.ExitCode; } set { Environment.ExitCode = value; } }
public static bool HasShutdownStarted { get { return Environment.HasShutdownStarted; } }
public static bool Is64BitOperatingSystem { get { return Environment.Is64BitOperatingSystem; } }
public static bool Is64BitProcess { get { return Environment.Is64BitProcess; } }
public static string MachineName { get { return Environment.MachineName; } }
public static string NewLine { get { return Environment.NewLine; } }
public static OperatingSystem OSVersion { get { return Environment.OSVersion; } }
public static int ProcessId { get { return System.Diagnostics.Process.GetCurrentProcess().Id; } }
public static int ProcessorCount { get { return Environment.ProcessorCount; } }
public static string StackTrace { get { return Environment.StackTrace; } }
public static string SystemDirectory { get { return Environment.SystemDirectory; } }
public static int SystemPageSize { get { return Environment.SystemPageSize; } }
public static int TickCount { get { return Environment.TickCount; } }
public static string UserDomainName { get { return Environment.UserDomainName; } }
public static bool UserInteractive { get { return Environment.UserInteractive; } }
public static string UserName { get { return Environment.UserName; } }
public static Version Version { get { return Environment.Version; } }
public static long WorkingSet { get { return Environment.WorkingSet; } }
public static void Exit(int exitCode) { Environment.Exit(exitCode); }
public static string ExpandEnvironmentVariables(string name) { return Environment.ExpandEnvironmentVariables(name); }
public static void FailFast(string message) { Environment.FailFast(message); }
public static void FailFast(string message, Exception exception) { Environment.FailFast(message, exception); }
public static string[] GetCommandLineArgs() { return Environment.GetCommandLineArgs(); }
public static string GetEnvironmentVariable(string variable) { return Environment.GetEnvironmentVariable(variable); }
public static string GetEnvironmentVariable(string variable, EnvironmentVariableTarget target)
{
return Environment.GetEnvironmentVariable(variable, target) ?? Environment.GetEnvironmentVariable(variable);
}
public static IDictionary GetEnvironmentVariables() { return Environment.GetEnvironmentVariables(); }
public static IDictionary GetEnvironmentVariables(EnvironmentVariableTarget target) { return Environment.GetEnvironmentVariables(target); }
public static string GetFolderPath(Environment.SpecialFolder folder) { return Environment.GetFolderPath(folder); }
public static string GetFolderPath(Environment.SpecialFolder folder, Environment.SpecialFolderOption option) { return Environment.GetFolderPath(folder, option); }
public static string[] GetLogicalDrives() { return Environment.GetLogicalDrives(); }
public static void SetEnvironmentVariable(string variable, string value) { Environment.SetEnvironmentVariable(variable, value); }
public static void SetEnvironmentVariable(string variable, string value, EnvironmentVariableTarget target) { Environment.SetEnvironmentVariable(variable, value, target); }
internal static void TakePlace()
{
if (Environment.OSVersion.Platform == PlatformID.Win32NT) return;
Type accelerators = typeof(System.Management.Automation.PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators");
MethodInfo add = accelerators == null ? null : accelerators.GetMethod("Add", new[] { typeof(string), typeof(Type) });
if (add == null) return;
foreach (string name in new[] { "Environment", "System.Environment" })
{
try { add.Invoke(null, new object[] { name, typeof(ScriptEnvironment) }); }
catch (TargetInvocationException) { }
}
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;
internal sealed class ScriptHost : PSHost
{
private readonly Guid id = Guid.NewGuid();
private readonly ScriptHostInterface face;
public ScriptHost(Action<string, string> say)
{
face = new ScriptHostInterface(say);
}
public int? ExitCode { get; set; }
public override string Name { get { return "IdLE connector host"; } }
public override Version Version { get { return new Version(1, 0); } }
public override Guid InstanceId { get { return id; } }
public override PSHostUserInterface UI { get { return face; } }
public override CultureInfo CurrentCulture { get { return CultureInfo.CurrentCulture; } }
public override CultureInfo CurrentUICulture { get { return CultureInfo.CurrentUICulture; } }
public override void SetShouldExit(int exitCode)
{
ExitCode = exitCode;
}
public void Flush()
{
face.Flush();
}
public override void EnterNestedPrompt()
{
throw ScriptHostInterface.NobodyThere();
}
public override void ExitNestedPrompt() { }
public override void NotifyBeginApplication() { }
public override void NotifyEndApplication() { }
}
internal sealed class ScriptHostInterface : PSHostUserInterface
{
private readonly Action<string, string> say;
private readonly StringBuilder line = new StringBuilder();
private readonly RawInterface raw = new RawInterface();
public ScriptHostInterface(Action<string, string> say)
{
this.say = say;
}
public static Exception NobodyThere()
{
return new HostException("The script asked a question, and nobody is there who could answer it.");
}
public override PSHostRawUserInterface RawUI { get { return raw; } }
public override void Write(string value)
{
lock (line)
{
line.Append(value);
if (value == null || value.IndexOf('\\n') < 0) return;
}
Flush();
}
public override void Write(ConsoleColor foreground, ConsoleColor background, string value)
{
Write(value);
}
public override void WriteLine(string value)
{
Write(value + "\\n");
}
public void Flush()
{
string text;
lock (line)
{
text = line.ToString().TrimEnd('\\r', '\\n');
line.Length = 0;
}
say("host", text);
}
public override void WriteErrorLine(string value) { say("error", value); }
public override void WriteWarningLine(string value) { }
public override void WriteVerboseLine(string value) { }
public override void WriteDebugLine(string value) { }
public override void WriteProgress(long sourceId, ProgressRecord record) { }
public override string ReadLine() { throw NobodyThere(); }
public override SecureString ReadLineAsSecureString() { throw NobodyThere(); }
public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
{
throw NobodyThere();
}
public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
{
throw NobodyThere();
}
public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
{
throw NobodyThere();
}
public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
{
throw NobodyThere();
}
}
internal sealed class RawInterface : PSHostRawUserInterface
{
public override ConsoleColor BackgroundColor { get; set; }
public override ConsoleColor ForegroundColor { get; set; }
public override Coordinates CursorPosition { get; set; }
public override Coordinates WindowPosition { get; set; }
public override int CursorSize { get; set; }
public override string WindowTitle { get; set; }
public override Size BufferSize
{
get { return new Size(200, 1000); }
set { }
}
public override Size WindowSize
{
get { return new Size(200, 50); }
set { }
}
public override Size MaxWindowSize { get { return new Size(200, 50); } }
public override Size MaxPhysicalWindowSize { get { return new Size(200, 50); } }
public override bool KeyAvailable { get { return false; } }
public override void FlushInputBuffer() { }
public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
public override BufferCell[,] GetBufferContents(Rectangle rectangle)
{
throw new NotSupportedException("There is no screen.");
}
public override KeyInfo ReadKey(ReadKeyOptions options)
{
throw ScriptHostInterface.NobodyThere();
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
internal sealed class ScriptOutcome
{
public Collection<PSObject> Output;
public Exception Thrown;
public ErrorRecord Record;
public bool WasStopped;
public int? ExitCode;
public List<ErrorRecord> Errors = new List<ErrorRecord>();
}
internal sealed class ScriptRunner : IDisposable
{
private const int MostErrors = 3;
private const string Prelude = "param($__idleScript, $__idleInputs) & $__idleScript @__idleInputs";
private const string PipedPrelude = "param($__idleScript, $__idleInputs) $input | & $__idleScript @__idleInputs";
private readonly Action<string, string> say;
private readonly ScriptHost host;
private readonly Runspace runspace;
private readonly object gate = new object();
private PowerShell running;
private bool isStopping;
public ScriptRunner(string folder, Action<string, string> say)
{
this.say = say;
host = new ScriptHost(say);
InitialSessionState state = InitialSessionState.CreateDefault2();
runspace = RunspaceFactory.CreateRunspace(host, state);
runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
runspace.Open();
runspace.SessionStateProxy.SetVariable("ProgressPreference", ActionPreference.SilentlyContinue);
runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(folder));
}
public ScriptOutcome Run(ScriptBlock script, Dictionary<string, object> inputs)
{
return Run(script, inputs, null, null);
}
public ScriptOutcome Run(ScriptBlock script, Dictionary<string, object> inputs, ICollection<PSObject> piped, Action<PSObject> take)
{
ScriptOutcome outcome = new ScriptOutcome();
host.ExitCode = null;
using (PowerShell shell = PowerShell.Create())
{
shell.Runspace = runspace;
shell.AddScript(piped == null ? Prelude : PipedPrelude, true).AddParameter("__idleScript", script).AddParameter("__idleInputs", new Hashtable(inputs, StringComparer.OrdinalIgnoreCase));
Listen(shell, outcome);
lock (gate)
{
if (isStopping) { outcome.WasStopped = true; return outcome; }
running = shell;
}
try
{
if (piped == null && take == null) outcome.Output = shell.Invoke();
else Stream(shell, piped, take, outcome);
}
catch (PipelineStoppedException)
{
outcome.WasStopped = true;
}
catch (RuntimeException exception)
{
outcome.Thrown = exception;
outcome.Record = exception.ErrorRecord;
}
catch (Exception exception)
{
outcome.Thrown = exception;
IContainsErrorRecord holder = exception as IContainsErrorRecord;
if (holder != null) outcome.Record = holder.ErrorRecord;
}
finally
{
host.Flush();
lock (gate)
{
running = null;
if (isStopping) outcome.WasStopped = true;
}
}
}
outcome.ExitCode = host.ExitCode;
return outcome;
}
private static void Stream(PowerShell shell, ICollection<PSObject> piped, Action<PSObject> take, ScriptOutcome outcome)
{
outcome.Output = new Collection<PSObject>();
using (PSDataCollection<PSObject> input = new PSDataCollection<PSObject>())
using (PSDataCollection<PSObject> output = new PSDataCollection<PSObject>())
{
if (piped != null)
{
foreach (PSObject each in piped) input.Add(each);
}
input.Complete();
output.DataAdded += delegate
{
foreach (PSObject each in output.ReadAll())
{
if (take == null) outcome.Output.Add(each);
else take(each);
}
};
shell.Invoke<PSObject, PSObject>(input, output, null);
}
}
public void SetGlobal(string name, object value)
{
runspace.SessionStateProxy.SetVariable(name, value);
}
public object GetGlobal(string name)
{
return runspace.SessionStateProxy.GetVariable(name);
}
public void Stop()
{
PowerShell shell;
lock (gate)
{
isStopping = true;
shell = running;
}
if (shell == null) return;
try { shell.BeginStop(null, null); }
catch (ObjectDisposedException) { }
}
public void Rearm()
{
lock (gate) isStopping = false;
}
public void Dispose()
{
runspace.Dispose();
}
private void Listen(PowerShell shell, ScriptOutcome outcome)
{
PSDataStreams streams = shell.Streams;
streams.Error.DataAdded += delegate
{
foreach (ErrorRecord each in streams.Error.ReadAll())
{
outcome.Errors.Add(each);
if (outcome.Errors.Count > MostErrors) outcome.Errors.RemoveAt(0);
say("error", ErrorText.OneLine(each));
}
};
streams.Warning.DataAdded += delegate { foreach (WarningRecord each in streams.Warning.ReadAll()) say("warning", each.Message); };
streams.Verbose.DataAdded += delegate { foreach (VerboseRecord each in streams.Verbose.ReadAll()) say("verbose", each.Message); };
streams.Debug.DataAdded += delegate { foreach (DebugRecord each in streams.Debug.ReadAll()) say("debug", each.Message); };
streams.Progress.DataAdded += delegate { streams.Progress.ReadAll(); };
streams.Information.DataAdded += delegate
{
foreach (InformationRecord each in streams.Information.ReadAll())
{
if (!each.Tags.Contains("PSHOST")) say("information", Convert.ToString(each.MessageData));
}
};
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Collections.ObjectModel;
using System.Management.Automation;
internal static class ScriptSignature
{
public static string Problem(byte[] content, string file)
{
try
{
using (PowerShell shell = PowerShell.Create())
{
shell.AddCommand("Get-AuthenticodeSignature").AddParameter("Content", content).AddParameter("SourcePathOrExtension", file);
Collection<PSObject> found = shell.Invoke();
string status = found.Count == 1 ? Convert.ToString(found[0].Properties["Status"].Value) : "Unknown";
return status == "Valid" ? null : "It has no valid signature (" + status + "), and only signed scripts are to be run.";
}
}
catch (Exception exception)
{
return "Its signature cannot be checked: " + ErrorText.Cut(exception.Message);
}
}
}
}
namespace Idle.ConnectorHost
{
using System;
using System.Globalization;
using System.IO;
using System.Text;
internal sealed class Wire
{
private const int FlushAt = 64 * 1024;
private readonly Stream output;
private readonly string boundary;
private readonly StringBuilder pending = new StringBuilder();
private readonly object gate = new object();
private long lines;
private bool isGone;
public Wire(Stream output, string boundary)
{
this.output = output;
this.boundary = boundary;
}
public void Send(string json)
{
lock (gate)
{
Append(json);
Flush();
}
}
public void SendLater(string json)
{
lock (gate)
{
Append(json);
if (pending.Length >= FlushAt) Flush();
}
}
private void Append(string json)
{
lines++;
pending.Append('\\n').Append(boundary).Append(' ').Append(lines.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(json).Append('\\n');
}
private void Flush()
{
byte[] bytes = Encoding.ASCII.GetBytes(pending.ToString());
pending.Length = 0;
if (isGone) return;
try
{
output.Write(bytes, 0, bytes.Length);
output.Flush();
}
catch (IOException) { isGone = true; }
catch (ObjectDisposedException) { isGone = true; }
}
}
}
`;
/** Tells what was compiled of this source from what was compiled of another. */
export const agentName = "930c1f386610b71f2d4a65f35cbfe965";
