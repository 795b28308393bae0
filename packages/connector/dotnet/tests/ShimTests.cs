using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using Microsoft.MetadirectoryServices;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    public class ShimTests
    {
        // Numbers as the public metadata of Microsoft.MetadirectoryServicesEx.dll 4.1 declares them.
        [Theory]
        [InlineData(typeof(AttributeType), "String Integer Reference Binary Boolean Undefined", "0 1 2 3 4 5")]
        [InlineData(typeof(AttributeOperation), "ImportExport ExportOnly ImportOnly", "0 1 2")]
        [InlineData(typeof(ObjectModificationType), "Unconfigured None Add Replace Update Delete", "0 1 2 3 4 5")]
        [InlineData(typeof(AttributeModificationType), "Unconfigured Add Replace Update Delete", "0 1 2 3 4")]
        [InlineData(typeof(ValueModificationType), "Unconfigured Add Delete", "0 1 2")]
        [InlineData(typeof(OperationType), "Full FullObject Delta", "0 1 2")]
        [InlineData(typeof(CloseReason), "Normal TerminatedByUser TerminatedShuttingDown OpenConnectionFailure Unknown", "0 1 2 3 4")]
        [InlineData(typeof(ConfigParameterPage), "Connectivity Global RunStep Partition Capabilities Schema", "0 1 2 3 4 5")]
        [InlineData(typeof(ConfigParameterType), "String EncryptedString Label Text DropDown CheckBox Divider File", "0 1 2 3 4 5 6 7")]
        [InlineData(typeof(ParameterValidationResultCode), "Success Failure", "0 1")]
        [InlineData(typeof(PasswordOptions), "None ForceChangeAtLogOn UnlockAccount ValidatePassword", "0 1 2 4")]
        [InlineData(typeof(MADistinguishedNameStyle), "None Generic Ldap", "0 1 2")]
        [InlineData(typeof(MANormalizations), "None Uppercase RemoveAccents", "0 1 2")]
        [InlineData(typeof(MAExportType), "AttributeUpdate AttributeReplace ObjectReplace MultivaluedReferenceAttributeUpdate", "1 2 3 5")]
        [InlineData(typeof(MAObjectConfirmation), "Normal NoDeleteConfirmation NoAddAndDeleteConfirmation", "0 1 3")]
        [InlineData(typeof(DeprovisionAction), "Disconnect ExplicitDisconnect Delete", "1 2 3")]
        public void EnumsHaveTheirNamesAndNumbers(Type type, string names, string numbers)
        {
            Assert.Equal(names.Split(' ').OrderBy(each => each), Enum.GetNames(type).OrderBy(each => each));
            Assert.Equal(numbers.Split(' ').Select(int.Parse), names.Split(' ').Select(name => (int)Enum.Parse(type, name)));
        }

        [Fact]
        public void ErrorsHaveTheirNumbers()
        {
            Assert.Equal(27, Enum.GetNames(typeof(MAExportError)).Length);
            Assert.Equal(2, (int)MAExportError.ExportActionRetryReferenceAttribute);
            Assert.Equal(15, (int)MAExportError.ExportErrorConstraintViolation);
            Assert.Equal(26, (int)MAExportError.ExportErrorCustomContinueRun);
            Assert.Equal(17, Enum.GetNames(typeof(MAImportError)).Length);
            Assert.Equal(16, (int)MAImportError.ImportErrorCustomContinueRun);
        }

        [Theory]
        [InlineData("CSEntryChange", "Identifier DN RDN ObjectType ObjectModificationType ErrorCodeImport ErrorName ErrorDetail ChangedAttributeNames AttributeChanges AnchorAttributes Create")]
        [InlineData("CSEntryChangeResult", "Identifier AnchorAttributes ErrorCode ErrorName ErrorDetail Create")]
        [InlineData("AttributeChange", "Name DataType IsMultiValued ModificationType ValueChanges CreateAttributeAdd CreateAttributeReplace CreateAttributeUpdate CreateAttributeDelete CreateNewDN")]
        [InlineData("ValueChange", "Value ModificationType CreateValueAdd CreateValueDelete")]
        [InlineData("AnchorAttribute", "Name DataType Value Create")]
        [InlineData("Schema", "Types ObjectTypeAttributeName Create Validate")]
        [InlineData("SchemaType", "Name Locked Attributes AnchorAttributes PossibleDNComponentsForProvisioning Create")]
        [InlineData("SchemaAttribute", "Name DataType IsMultiValued IsAnchor AllowedAttributeOperation HiddenByDefault CreateAnchorAttribute CreateSingleValuedAttribute CreateMultiValuedAttribute")]
        [InlineData("Partition", "Identifier DN Name HiddenByDefault Create")]
        [InlineData("HierarchyNode", "DN DisplayName Create")]
        [InlineData("ConfigParameter", "Name Value SecureValue IsEncrypted")]
        [InlineData("OpenImportConnectionRunStep", "ImportType CustomData PageSize StepPartition InclusionHierarchyNodes ExclusionHierarchyNodes")]
        [InlineData("GetImportEntriesRunStep", "CustomData FullObjectEntries")]
        [InlineData("CloseImportConnectionRunStep", "CustomData Reason")]
        [InlineData("OpenExportConnectionRunStep", "ExportType BatchSize StepPartition InclusionHierarchyNodes ExclusionHierarchyNodes")]
        [InlineData("CloseExportConnectionRunStep", "Reason")]
        [InlineData("OpenImportConnectionResults", "CustomData")]
        [InlineData("GetImportEntriesResults", "CustomData MoreToImport CSEntries")]
        [InlineData("CloseImportConnectionResults", "CustomData")]
        [InlineData("PutExportEntriesResults", "CSEntryChangeResults")]
        [InlineData("ParameterValidationResult", "Code ErrorMessage ErrorParameter")]
        [InlineData("CSEntry", "DN RDN ObjectType ObjectClass MA ConnectionState Item")]
        [InlineData("Attrib", "Name DataType IsMultivalued IsPresent Value Values StringValue IntegerValue BooleanValue BinaryValue ReferenceValue")]
        [InlineData("MAUtils", "MAFolder")]
        [InlineData("Utils", "ExtensionsDirectory")]
        public void TypesHaveTheirMembers(string name, string members)
        {
            Type type = Assembly.GetExecutingAssembly().GetType("Microsoft.MetadirectoryServices." + name, true);
            Assert.True(type.IsPublic);
            string[] found = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy).Select(each => each.Name).ToArray();
            Assert.All(members.Split(' '), member => Assert.Contains(member, found));
        }

        [Theory]
        [InlineData("ServerDown")]
        [InlineData("BadServerCredentials")]
        [InlineData("PasswordPolicyViolation")]
        [InlineData("PasswordIllFormed")]
        [InlineData("PasswordExtension")]
        [InlineData("ExtensibleExtension")]
        [InlineData("EntryPointNotImplemented")]
        [InlineData("NoSuchObjectType")]
        public void ExceptionsAreMadeWithAndWithoutWords(string name)
        {
            Type type = Assembly.GetExecutingAssembly().GetType("Microsoft.MetadirectoryServices." + name + "Exception", true);
            Exception inner = new Exception("inner");
            Assert.IsAssignableFrom<Exception>(Activator.CreateInstance(type));
            Assert.Equal("words", ((Exception)Activator.CreateInstance(type, "words")).Message);
            Assert.Same(inner, ((Exception)Activator.CreateInstance(type, "words", inner)).InnerException);
        }

        [Fact]
        public void CollectionsAreAskedByNumberAndByNameInAnyCase()
        {
            Schema schema = Schema.Create();
            SchemaType type = SchemaType.Create("user", false);
            type.Attributes.Add(SchemaAttribute.CreateAnchorAttribute("id", AttributeType.String));
            type.Attributes.Add(SchemaAttribute.CreateMultiValuedAttribute("phones", AttributeType.String, AttributeOperation.ImportOnly));
            schema.Types.Add(type);
            Assert.Same(type, schema.Types[0]);
            Assert.Same(type, schema.Types["USER"]);
            Assert.True(schema.Types[0].Attributes.Contains("Phones"));
            Assert.Equal("id", Assert.Single(type.AnchorAttributes).Name);
            Assert.IsAssignableFrom<KeyedCollection<string, SchemaAttribute>>(type.Attributes);
            Assert.Throws<ArgumentException>(() => schema.Types.Add(SchemaType.Create("User", false)));
        }

        public static TheoryData<object, int> Given()
        {
            return new TheoryData<object, int>
            {
                { "text", 1 },
                { new byte[] { 1, 2 }, 1 },
                { 42, 1 },
                { true, 1 },
                { new[] { "a", "b" }, 2 },
                { new object[] { "a", new PSObject("b") }, 2 },
                { new List<object> { "a", "b", "c" }, 3 },
                { new PSObject("wrapped"), 1 },
                { new PSObject(new[] { "a", "b" }), 2 },
            };
        }

        [Theory]
        [MemberData(nameof(Given))]
        public void ChangesTakeOneValueOrSeveralAsPowerShellHasThem(object given, int count)
        {
            foreach (AttributeChange change in new[] { AttributeChange.CreateAttributeAdd("a", given), AttributeChange.CreateAttributeReplace("a", given), AttributeChange.CreateAttributeUpdate("a", given) })
            {
                Assert.Equal(count, change.ValueChanges.Count);
                Assert.All(change.ValueChanges, each => Assert.Equal(ValueModificationType.Add, each.ModificationType));
                Assert.DoesNotContain(change.ValueChanges, each => each.Value is PSObject);
            }
        }

        [Fact]
        public void AnUpdateHasValuesThatComeAndGo()
        {
            List<ValueChange> changes = new List<ValueChange> { ValueChange.CreateValueAdd("new"), ValueChange.CreateValueDelete("old") };
            AttributeChange change = AttributeChange.CreateAttributeUpdate("member", changes);
            Assert.Equal(new[] { ValueModificationType.Add, ValueModificationType.Delete }, change.ValueChanges.Select(each => each.ModificationType));
        }

        [Fact]
        public void WhatIsMissingIsRefused()
        {
            Assert.ThrowsAny<ArgumentException>(() => AttributeChange.CreateAttributeAdd(null, "x"));
            Assert.ThrowsAny<ArgumentException>(() => AttributeChange.CreateAttributeAdd("", "x"));
            Assert.ThrowsAny<ArgumentException>(() => AttributeChange.CreateAttributeAdd("a", (object)null));
            Assert.ThrowsAny<ArgumentException>(() => AnchorAttribute.Create("id", null));
            Assert.ThrowsAny<ArgumentException>(() => ValueChange.CreateValueAdd(null));
            Assert.ThrowsAny<ArgumentException>(() => SchemaType.Create("", false));
            Assert.ThrowsAny<ArgumentException>(() => AttributeChange.CreateNewDN(""));
        }

        [Fact]
        public void AnEntryTellsWhatChanges()
        {
            CSEntryChange entry = CSEntryChange.Create();
            entry.DN = @"CN=Meyer\, Jo,OU=Staff,DC=example";
            entry.AttributeChanges.Add(AttributeChange.CreateAttributeAdd("mail", "jo@example.com"));
            Assert.Equal(new[] { "mail" }, entry.ChangedAttributeNames);
            Assert.Equal(@"CN=Meyer\, Jo", entry.RDN);
            Assert.NotEqual(Guid.Empty, entry.Identifier);
            Assert.NotEqual(entry.Identifier, CSEntryChange.Create().Identifier);
            Assert.DoesNotContain("jo@", entry.AttributeChanges[0].ToString());
        }

        [Fact]
        public void AResultNeedsNoAnchors()
        {
            Assert.Empty(CSEntryChangeResult.Create(Guid.NewGuid(), null, MAExportError.Success).AnchorAttributes);
            PutExportEntriesResults results = new PutExportEntriesResults(null);
            Assert.Empty(results.CSEntryChangeResults);
        }

        [Fact]
        public void ASecretIsReadAsOneAndATextAsOne()
        {
            ConfigParameter text = new ConfigParameter("Server", "hr");
            ConfigParameter secret = new ConfigParameter("Key", Binder.Secure("s3cret"));
            Assert.Equal("hr", text.Value);
            Assert.Throws<InvalidOperationException>(() => text.SecureValue);
            Assert.True(secret.IsEncrypted);
            Assert.Throws<InvalidOperationException>(() => secret.Value);
            Assert.Equal("Key", secret.ToString());
        }

        [Fact]
        public void AnObjectIsReadByItsAttributes()
        {
            CSEntry entry = new CSEntry { DN = new ReferenceValue("CN=Jo,OU=Staff,DC=example"), ObjectType = "user" };
            entry.Add(new Attrib("level", AttributeType.Integer, false, new object[] { 7L }));
            entry.Add(new Attrib("phones", AttributeType.String, true, new object[] { "1", "2" }));
            Assert.Equal(7, entry["LEVEL"].IntegerValue);
            Assert.Equal("7", entry["level"].Value);
            Assert.Equal(new[] { "1", "2" }, entry["phones"].Values.ToStringArray());
            Assert.Throws<TooManyValuesException>(() => entry["phones"].Value);
            Assert.False(entry["none"].IsPresent);
            Assert.Throws<AttributeNotPresentException>(() => entry["none"].StringValue);
            Assert.Equal("OU=Staff,DC=example", entry.DN.Parent().ToString());
            Assert.Equal(3, entry.DN.Depth);
        }
    }
}
