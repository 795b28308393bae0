using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Reflection;
using Microsoft.MetadirectoryServices;
using Microsoft.MetadirectoryServices.DetachedObjectModel;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    /// <summary>
    /// What the public reference says of the types:
    /// https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ff771695(v=vs.100) and the pages below it.
    /// </summary>
    public class ShimReferenceTests
    {
        private const string Types = "Microsoft.MetadirectoryServices.";

        [Fact]
        public void ExportErrorsAreCountedFromSuccess()
        {
            AreCounted<MAExportError>(
                "Success",
                "ExportActionConvertUpdateToAdd ExportActionRetryReferenceAttribute ExportActionProvisioningParent",
                "ExportErrorConnectedDirectoryError ExportErrorConnectedDirectoryMissingObject ExportErrorConnectedDirectoryExistingObject",
                "ExportErrorReferenceAttributeFailure ExportErrorNonExistingParent ExportErrorDuplicateAnchor ExportErrorAmbiguousUpdate",
                "ExportErrorPasswordPolicyViolation ExportErrorKerberosTimeSkew ExportErrorKerberosNoLogOnServer ExportErrorInvalidDN",
                "ExportErrorConstraintViolation ExportErrorSyntaxViolation ExportErrorChangeNamingAttribute ExportErrorPermissionIssue",
                "ExportErrorMissingProvisioningAttribute ExportErrorInvalidProvisioningAttributeValue ExportErrorMissingAnchorComponent",
                "ExportErrorMultiValuedAnchorComponent ExportErrorAnchorTooLong ExportErrorInvalidAttributeValue",
                "ExportErrorCustomStopRun ExportErrorCustomContinueRun");
        }

        [Fact]
        public void ImportErrorsAreCountedFromSuccess()
        {
            AreCounted<MAImportError>(
                "Success",
                "ImportErrorMissingDomainName ImportErrorDomainNameNotLdapConformant ImportErrorInvalidDomainName",
                "ImportErrorMissingChangeType ImportErrorInvalidChangeType ImportErrorMultiValuedChangeType",
                "ImportErrorMissingObjectClass ImportErrorMissingObjectType ImportErrorParseError ImportErrorReadError",
                "ImportErrorInvalidAttributeValue ImportErrorInvalidBase64Value ImportErrorInvalidNumericValue ImportErrorInvalidBooleanValue",
                "ImportErrorCustomStopRun ImportErrorCustomContinueRun");
        }

        [Fact]
        public void OlderEnumsAreCounted()
        {
            AreCounted<ConnectionSecurityLevel>("NotSecure Secure");
            AreCounted<ConnectionState>("Connected ExplicitlyConnected Disconnected ExplicitlyDisconnected DisconnectedByFilter Placeholder");
            AreCounted<RuleType>("Provisioning Projection Join AccountJoiner ConnectorFilter MVDeletion ImportAttributeFlow ExportAttributeFlow CSDeprovisioning Unknown");
            AreCounted<ModificationType>("Add Replace Delete");
            Assert.Equal(7, (int)(AttribFlags.MultiValued | AttribFlags.Encrypted | AttribFlags.ExportOnly));
        }

        private static void AreCounted<T>(params string[] names)
        {
            string[] expected = string.Join(" ", names).Split(' ');
            Assert.Equal(expected, Enum.GetNames(typeof(T)));
            Assert.Equal(Enumerable.Range(0, expected.Length), expected.Select(name => (int)Enum.Parse(typeof(T), name)));
        }

        [Theory]
        [InlineData("AttributeChange", "CreateAttributeAdd(String, Object) CreateAttributeAdd(String, IList<Object>) CreateAttributeReplace(String, Object) CreateAttributeReplace(String, IList<Object>) CreateAttributeUpdate(String, Object) CreateAttributeUpdate(String, IList<ValueChange>) CreateAttributeDelete(String) CreateNewDN(String)")]
        [InlineData("ValueChange", ".ctor(Object, ValueModificationType) CreateValueAdd(Object) CreateValueDelete(Object)")]
        [InlineData("AnchorAttribute", "Create(String, Object)")]
        [InlineData("CSEntryChange", "Create()")]
        [InlineData("CSEntryChangeResult", "Create(Guid, IList<AttributeChange>, MAExportError) Create(Guid, IList<AttributeChange>, MAExportError, String, String)")]
        [InlineData("Schema", "Create()")]
        [InlineData("SchemaType", "Create(String, Boolean)")]
        [InlineData("SchemaAttribute", "CreateAnchorAttribute(String, AttributeType) CreateAnchorAttribute(String, AttributeType, AttributeOperation) CreateSingleValuedAttribute(String, AttributeType) CreateSingleValuedAttribute(String, AttributeType, AttributeOperation) CreateMultiValuedAttribute(String, AttributeType) CreateMultiValuedAttribute(String, AttributeType, AttributeOperation)")]
        [InlineData("Partition", "Create(Guid, String) Create(Guid, String, String)")]
        [InlineData("HierarchyNode", "Create(String, String)")]
        [InlineData("ConfigParameter", ".ctor(String, String) .ctor(String, SecureString)")]
        [InlineData("ParameterValidationResult", ".ctor() .ctor(ParameterValidationResultCode, String, String)")]
        [InlineData("OpenImportConnectionResults", ".ctor() .ctor(String)")]
        [InlineData("GetImportEntriesResults", ".ctor() .ctor(String, Boolean, IList<CSEntryChange>)")]
        [InlineData("CloseImportConnectionResults", ".ctor() .ctor(String)")]
        [InlineData("PutExportEntriesResults", ".ctor() .ctor(IList<CSEntryChangeResult>)")]
        [InlineData("OpenImportConnectionRunStep", ".ctor() .ctor(Partition, OperationType, Int32, String, IList<HierarchyNode>, IList<HierarchyNode>)")]
        [InlineData("GetImportEntriesRunStep", ".ctor() .ctor(IList<CSEntryChange>, String)")]
        [InlineData("CloseImportConnectionRunStep", ".ctor() .ctor(CloseReason, String)")]
        [InlineData("OpenExportConnectionRunStep", ".ctor() .ctor(Partition, Int32, OperationType, IList<HierarchyNode>, IList<HierarchyNode>)")]
        [InlineData("CloseExportConnectionRunStep", ".ctor() .ctor(CloseReason)")]
        [InlineData("DetachedObjectModel.AnchorAttributeDetached", ".ctor(String, AttributeType, Object)")]
        public void TypesAreMadeAsTheReferenceSays(string name, string expected)
        {
            Type type = Assembly.GetExecutingAssembly().GetType(Types + name, true);
            IEnumerable<MethodBase> made = type.GetConstructors().Cast<MethodBase>()
                .Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(each => each.Name.StartsWith("Create", StringComparison.Ordinal)));
            Assert.Equal(
                expected.Replace(") ", ")\n").Split('\n').OrderBy(each => each, StringComparer.Ordinal),
                made.Select(each => each.Name + "(" + string.Join(", ", each.GetParameters().Select(parameter => Name(parameter.ParameterType))) + ")").OrderBy(each => each, StringComparer.Ordinal));
        }

        [Theory]
        [InlineData(typeof(CSEntryChange), "AttributeChanges", "KeyedCollection<String, AttributeChange>")]
        [InlineData(typeof(CSEntryChange), "AnchorAttributes", "KeyedCollection<String, AnchorAttribute>")]
        [InlineData(typeof(CSEntryChange), "ChangedAttributeNames", "IList<String>")]
        [InlineData(typeof(CSEntryChangeResult), "AnchorAttributes", "KeyedCollection<String, AttributeChange>")]
        [InlineData(typeof(PutExportEntriesResults), "CSEntryChangeResults", "KeyedCollection<Guid, CSEntryChangeResult>")]
        [InlineData(typeof(AttributeChange), "ValueChanges", "IList<ValueChange>")]
        [InlineData(typeof(Schema), "Types", "KeyedCollection<String, SchemaType>")]
        [InlineData(typeof(SchemaType), "Attributes", "KeyedCollection<String, SchemaAttribute>")]
        [InlineData(typeof(SchemaType), "AnchorAttributes", "KeyedCollection<String, SchemaAttribute>")]
        [InlineData(typeof(GetImportEntriesResults), "CSEntries", "IList<CSEntryChange>")]
        [InlineData(typeof(GetImportEntriesRunStep), "FullObjectEntries", "IList<CSEntryChange>")]
        [InlineData(typeof(OpenImportConnectionRunStep), "InclusionHierarchyNodes", "IList<HierarchyNode>")]
        [InlineData(typeof(OpenExportConnectionRunStep), "ExclusionHierarchyNodes", "IList<HierarchyNode>")]
        [InlineData(typeof(CSEntry), "DN", "ReferenceValue")]
        [InlineData(typeof(CSEntry), "ObjectClass", "ValueCollection")]
        [InlineData(typeof(Attrib), "IntegerValue", "Int64")]
        public void PropertiesHaveTheirTypes(Type type, string property, string expected)
        {
            Assert.Equal(expected, Name(type.GetProperty(property).PropertyType));
        }

        [Theory]
        [InlineData(typeof(OpenImportConnectionRunStep))]
        [InlineData(typeof(OpenExportConnectionRunStep))]
        [InlineData(typeof(CloseImportConnectionRunStep))]
        [InlineData(typeof(CloseExportConnectionRunStep))]
        [InlineData(typeof(GetImportEntriesRunStep))]
        [InlineData(typeof(AttributeChange))]
        [InlineData(typeof(ValueChange))]
        [InlineData(typeof(AnchorAttribute))]
        [InlineData(typeof(CSEntry))]
        [InlineData(typeof(Attrib))]
        public void ScriptsChangeNothingOfWhatTheyAreHanded(Type type)
        {
            Assert.DoesNotContain(type.GetProperties(), property => property.GetSetMethod() != null);
        }

        private static string Name(Type type)
        {
            return type.IsGenericType ? type.Name.Split('`')[0] + "<" + string.Join(", ", type.GetGenericArguments().Select(Name)) + ">" : type.Name;
        }

        [Fact]
        public void EveryExceptionIsMadeWithAndWithoutWords()
        {
            Type[] all = Assembly.GetExecutingAssembly().GetTypes().Where(each => each.Namespace == "Microsoft.MetadirectoryServices" && typeof(Exception).IsAssignableFrom(each)).ToArray();
            Assert.All(all, type =>
            {
                Exception inner = new Exception("inner");
                Assert.IsAssignableFrom<ApplicationException>(Activator.CreateInstance(type));
                Exception told = (Exception)Activator.CreateInstance(type, "words", inner);
                Assert.Equal("words", told.Message);
                Assert.Same(inner, told.InnerException);
            });
            string thrown = "TerminateRun DeclineMapping UnexpectedData EntryPointNotImplemented OldPasswordIncorrect ObjectNotFound ObjectTypeNotSupported AccessDenied PasswordIllFormed PasswordPolicyViolation BadServerCredentials ServerDown FailedConnection DroppedConnection WarningNoWatermark FailedSearch PasswordExtension EndConnection ClosePasswordConnection EntryExport FatalEntryExport ExtensibleExtension FunctionEvaluation ProvisioningBySyncRule";
            Assert.Equal(
                thrown.Split(' ').Select(each => each + "Exception").OrderBy(each => each, StringComparer.Ordinal),
                all.Where(each => each.BaseType == typeof(ExtensionException)).Select(each => each.Name).OrderBy(each => each, StringComparer.Ordinal));
            Assert.Equal(16, all.Count(each => each.BaseType == typeof(MetadirectoryServicesException)));
        }

        [Fact]
        public void ResultsAreAskedByIdentifierAndThereIsOneToAnObject()
        {
            Guid identifier = Guid.NewGuid();
            CSEntryChangeResult result = CSEntryChangeResult.Create(identifier, null, MAExportError.ExportErrorInvalidDN, "name", "detail");
            PutExportEntriesResults results = new PutExportEntriesResults(new[] { result, null });
            Assert.Same(result, results.CSEntryChangeResults[identifier]);
            Assert.Same(result, Assert.Single(results.CSEntryChangeResults));
            Assert.False(results.CSEntryChangeResults.Contains(Guid.NewGuid()));
            Assert.Throws<ArgumentException>(() => results.CSEntryChangeResults.Add(result));
            Assert.Throws<ArgumentNullException>(() => results.CSEntryChangeResults.Add(null));
        }

        [Fact]
        public void ASchemaIsValidWhereItsTypesHaveAttributesAndAgreeAboutThem()
        {
            Schema schema = Schema.Create();
            Assert.False(schema.Validate());
            SchemaType user = SchemaType.Create("user", false);
            schema.Types.Add(user);
            Assert.False(schema.Validate());
            user.Attributes.Add(SchemaAttribute.CreateAnchorAttribute("id", AttributeType.Integer));
            Assert.True(schema.Validate());
            SchemaType group = SchemaType.Create("group", false);
            group.Attributes.Add(SchemaAttribute.CreateAnchorAttribute("ID", AttributeType.String));
            schema.Types.Add(group);
            Assert.False(schema.Validate());
        }

        [Fact]
        public void DetachedChangesAreOfTheTypeTheyAreToldToBe()
        {
            SchemaAttribute attribute = SchemaAttribute.CreateMultiValuedAttribute("member", AttributeType.Reference);
            List<ValueChange> changes = new List<ValueChange> { ValueChange.CreateValueDelete("CN=Jo") };
            AttributeChange change = new AttributeChangeDetached(attribute, AttributeModificationType.Update, changes);
            Assert.Equal(AttributeType.Reference, change.DataType);
            Assert.True(change.IsMultiValued);
            Assert.Equal(ValueModificationType.Delete, Assert.Single(change.ValueChanges).ModificationType);
            Assert.Equal(AttributeType.String, new AttributeChangeDetached("member", AttributeModificationType.Update, changes).DataType);
            Assert.Equal(AttributeType.Binary, new AttributeChangeDetached("member", AttributeModificationType.Update, null, AttributeType.Binary, false, true).DataType);
            Assert.Equal(AttributeType.Reference, new AnchorAttributeDetached("id", AttributeType.Reference, "CN=Jo").DataType);
            CSEntryChange entry = new CSEntryChangeDetached(Guid.Empty, ObjectModificationType.Update, MAImportError.Success, new[] { "mail" });
            Assert.Equal("mail", Assert.Single(entry.ChangedAttributeNames));
        }

        [Fact]
        public void ANameHasPartsAndParents()
        {
            ReferenceValue name = new ReferenceValue(@"CN=Meyer\, Jo, OU=Staff,DC=example");
            Assert.Equal(3, name.Depth);
            Assert.Equal(@"CN=Meyer\, Jo", name[0]);
            Assert.Equal("OU=Staff,DC=example", name.Parent().ToString());
            Assert.Equal("DC=example", name.Parent(1).ToString());
            Assert.Null(name.Parent(2));
            Assert.Null(new ReferenceValue("DC=example").Parent());
            Assert.Null(new ReferenceValue("").Parent());
            Assert.Equal("OU=Staff", name.Subcomponents(1, 2).ToString());
            Assert.Throws<ArgumentOutOfRangeException>(() => name.Subcomponents(1, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => name.Subcomponents(1, 4));
            Assert.Equal("OU=Staff,DC=example", new ReferenceValue("OU=Staff").Concat(new ReferenceValue("DC=example")).ToString());
            Assert.Equal("DC=example", new ReferenceValue("").Concat("DC=example").ToString());
            Assert.Equal(AttributeType.Reference, name.DataType);
            Assert.Throws<InvalidOperationException>(() => name.ToInteger());
            Assert.Throws<InvalidOperationException>(() => name.ToBoolean());
            Assert.Throws<InvalidOperationException>(() => name.ToBinary());
            Assert.Equal(new ReferenceValue("cn=jo"), new ReferenceValue("CN=Jo"));
        }

        [Fact]
        public void ValuesAreFoundByTheirType()
        {
            ValueCollection values = Utils.ValueCollection(new object[] { "Jo", 7L, new byte[] { 1, 2 } });
            Assert.True(values.Contains("jo"));
            Assert.True(values.Contains(7));
            Assert.True(values.Contains(new byte[] { 1, 2 }));
            Assert.False(values.Contains(new byte[] { 1 }));
            Assert.False(values.Contains("AQ=="));
            Assert.True(values.Contains(values[1]));
            Assert.Equal(new[] { 7L }, Utils.ValueCollection(7L).ToIntegerArray());
            Assert.Equal(new byte[] { 1 }, Assert.Single(Utils.ValueCollection(new byte[] { 1 }).ToByteArrays()));
        }

        [Theory]
        [InlineData("S-1-5-32-544", "01020000000000052000000020020000")]
        [InlineData("S-1-1-0", "010100000000000100000000")]
        [InlineData("S-1-5-21-4294967295-0-1-500", "010500000000000515000000FFFFFFFF0000000001000000F4010000")]
        [InlineData("S-1-0x010000000000", "0100010000000000")]
        public void SecurityIdentifiersAreReadAndWritten(string text, string bytes)
        {
            Assert.Equal(text, Utils.ConvertSidToString(Convert.FromHexString(bytes)));
            Assert.Equal(bytes, Convert.ToHexString(Utils.ConvertStringToSid(text)));
        }

        [Theory]
        [InlineData("")]
        [InlineData("S-1")]
        [InlineData("X-1-5")]
        [InlineData("S-1-5-4294967296")]
        [InlineData("S-1-5--1")]
        [InlineData("S-256-5-1")]
        [InlineData("S-1-281474976710656-1")]
        [InlineData("S-1-5-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1")]
        public void OtherTextsAreNoSecurityIdentifiers(string text)
        {
            Assert.Throws<ArgumentException>(() => Utils.ConvertStringToSid(text));
        }

        [Fact]
        public void OtherBytesAreNoSecurityIdentifiers()
        {
            Assert.Throws<ArgumentNullException>(() => Utils.ConvertSidToString(null));
            Assert.Throws<ArgumentException>(() => Utils.ConvertSidToString(new byte[7]));
            Assert.Throws<ArgumentException>(() => Utils.ConvertSidToString(new byte[] { 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0 }));
        }

        [Fact]
        public void WhatNeedsTheServiceSaysSo()
        {
            Assert.Contains("Utils.FindMVEntries", Assert.Throws<NotSupportedException>(() => Utils.FindMVEntries("uid", "jo", 5)).Message);
            Assert.Contains("Utils.MAs", Assert.Throws<NotSupportedException>(() => Utils.MAs).Message);
            Assert.Contains("Utils.TransactionProperties", Assert.Throws<NotSupportedException>(() => Utils.TransactionProperties).Message);
            Assert.False(Utils.InPreviewMode);
        }

        [Theory]
        [InlineData("text", AttributeType.String, true)]
        [InlineData("text", AttributeType.Reference, true)]
        [InlineData("text", AttributeType.Integer, false)]
        [InlineData(7, AttributeType.Integer, true)]
        [InlineData(7.5, AttributeType.Integer, false)]
        [InlineData(true, AttributeType.Boolean, true)]
        [InlineData(null, AttributeType.Undefined, false)]
        public void ValuesFitTheirTypes(object value, AttributeType type, bool expected)
        {
            Assert.Equal(expected, Utils.IsTypeCompatible(value, type));
        }

        [Fact]
        public void NothingThatIsPrintedHoldsAValue()
        {
            const string Secret = "s3cret";
            object[] printed =
            {
                AttributeChange.CreateAttributeAdd("a", Secret),
                ValueChange.CreateValueAdd(Secret),
                AnchorAttribute.Create("a", Secret),
                new ConfigParameter("a", Secret),
                new ConfigParameter("a", Binder.Secure(Secret)),
                new Attrib("a", AttributeType.String, false, new object[] { Secret }),
                Utils.ValueCollection(Secret),
                new ParameterValidationResult(ParameterValidationResultCode.Failure, Secret, "a"),
                CSEntryChangeResult.Create(Guid.Empty, new[] { AttributeChange.CreateAttributeAdd("a", Secret) }, MAExportError.Success),
            };
            Assert.All(printed, each => Assert.DoesNotContain(Secret, each.ToString()));
        }
    }
}
