<#
The object types and their attributes, as the common module has them.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path $env:TEMP -ChildPath "CsvDirectory.psm1")

$schema = [Microsoft.MetadirectoryServices.Schema]::Create()
foreach ($type in Get-ObjectType) {
    $schemaType = [Microsoft.MetadirectoryServices.SchemaType]::Create($type.Name, $true)
    foreach ($attribute in $type.Attributes) {
        $name, $dataType, $operation = $attribute.Name, $attribute.DataType, $attribute.Operation
        $create =
            if ($attribute.IsAnchor) { 'CreateAnchorAttribute' }
            elseif ($attribute.IsMultiValued) { 'CreateMultiValuedAttribute' }
            else { 'CreateSingleValuedAttribute' }
        $made = [Microsoft.MetadirectoryServices.SchemaAttribute]::$create($name, $dataType, $operation)
        $schemaType.Attributes.Add($made)
    }
    $schema.Types.Add($schemaType)
}
$schema
