using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using Xunit;

namespace Idle.ConnectorHost.Tests
{
    public class BinderTests
    {
        private static Dictionary<string, object> Bound(string declaration, IDictionary<string, object> inputs)
        {
            ConnectorScript script = ConnectorScript.Parse("param(" + declaration + ")", "test.ps1");
            Assert.Empty(script.Errors);
            return Binder.Bind(script, inputs);
        }

        private static Dictionary<string, object> Has(string name, object value)
        {
            return new Dictionary<string, object> { { name, value } };
        }

        [Theory]
        [InlineData("$ConfigParameters", "ConfigParameters")]
        [InlineData("$configurationparameters", "ConfigParameters")]
        [InlineData("$Anything, [Alias('Other', 'ConfigParameters')]$Mine", "ConfigParameters")]
        [InlineData("[AliasAttribute('PSCredential')]$Account", "Credential")]
        [InlineData("[System.Management.Automation.PSCredential]$Credentials", "Credential")]
        [InlineData("$Schema", "Types")]
        [InlineData("$HierarchyNode", "ParentNode")]
        [InlineData("$ImportRunStep", "GetImportEntriesRunStep")]
        [InlineData("[Parameter(Mandatory = $true)]$CSEntryChanges", "CSEntries")]
        public void AnInputIsFoundByEachOfItsNames(string declaration, string input)
        {
            object value = new object();
            KeyValuePair<string, object> only = Assert.Single(Bound(declaration, Has(input, value)));
            Assert.Same(value, only.Value);
        }

        [Fact]
        public void ItsOwnNameComesBeforeAnAlias()
        {
            Dictionary<string, object> inputs = new Dictionary<string, object> { { "Types", "types" }, { "Partition", "partition" } };
            Assert.Equal("types", Bound("[Alias('Partition')]$Types", inputs)["Types"]);
        }

        [Fact]
        public void WhatAScriptDoesNotDeclareItDoesNotGet()
        {
            Assert.Empty(Bound("$Unknown", Has("Partition", "x")));
            Assert.Empty(Binder.Bind(ConnectorScript.Parse("'no parameters'", "test.ps1"), Has("Partition", "x")));
        }

        [Theory]
        [InlineData("[Parameter(Mandatory)]$Types")]
        [InlineData("[Parameter(Mandatory = $true)]$Types")]
        [InlineData("[Parameter(Mandatory = 1)]$Types")]
        [InlineData("[parameter(position = 0)][ValidateNotNull()][Parameter(ParameterSetName = 'b', mandatory = $True)]$Types")]
        [InlineData("[System.Management.Automation.ParameterAttribute(Mandatory)]$Types")]
        public void AMandatoryParameterThatNothingFitsIsNamed(string declaration)
        {
            MissingInput missing = Assert.Throws<MissingInput>(() => Bound(declaration, Has("Partition", "s3cret")));
            Assert.Contains("mandatory parameter Types", missing.Message);
            Assert.Contains("Partition", missing.Message);
            Assert.DoesNotContain("s3cret", missing.Message);
        }

        [Theory]
        [InlineData("[Parameter(Mandatory = $false)]$Types")]
        [InlineData("[Parameter(Mandatory = 0)]$Types")]
        [InlineData("[Parameter()]$Types")]
        [InlineData("[Parameter(HelpMessage = 'Mandatory')]$Types")]
        public void OthersMayStayWithout(string declaration)
        {
            Assert.Empty(Bound(declaration, Has("Partition", "x")));
        }

        [Theory]
        [InlineData("[Parameter(Mandatory)]$Credential")]
        [InlineData("[Parameter(Mandatory)][PSCredential]$PSCredential")]
        [InlineData("[Parameter(Mandatory)][Alias('Credentials')]$Account")]
        public void AMandatoryCredentialOfNobodyIsEmpty(string declaration)
        {
            Assert.Same(PSCredential.Empty, Assert.Single(Bound(declaration, Has("Partition", "x"))).Value);
        }

        [Fact]
        public void ACredentialThatIsNotMandatoryStaysAway()
        {
            Assert.Empty(Bound("$Credential", Has("Partition", "x")));
        }

        [Theory]
        [InlineData("[SecureString]$NewPassword")]
        [InlineData("[securestring]$NewPassword")]
        [InlineData("[Parameter(Mandatory)][System.Security.SecureString]$NewPassword")]
        public void APasswordIsSecureWhereTheScriptWantsIt(string declaration)
        {
            SecureString secure = Assert.IsType<SecureString>(Bound(declaration, Has("NewPassword", "Zoë's"))["NewPassword"]);
            Assert.True(secure.IsReadOnly());
            Assert.Equal("Zoë's", new PSCredential("x", secure).GetNetworkCredential().Password);
        }

        [Theory]
        [InlineData("$NewPassword")]
        [InlineData("[string]$NewPassword")]
        [InlineData("[object]$NewPassword")]
        public void ElsewhereItIsAText(string declaration)
        {
            Assert.Equal("", Bound(declaration, Has("NewPassword", ""))["NewPassword"]);
        }

        [Fact]
        public void AnEmptyPasswordIsOneAsWell()
        {
            Assert.Equal(0, Assert.IsType<SecureString>(Bound("[Parameter(Mandatory)][SecureString]$NewPassword", Has("NewPassword", ""))["NewPassword"]).Length);
        }
    }
}
