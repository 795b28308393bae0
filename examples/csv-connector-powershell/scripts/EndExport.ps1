<#
Ends an export, whatever became of it: others can write again. What was not written down is forgotten.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.OpenExportConnectionRunStep]
    $OpenExportConnectionRunStep,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.CloseExportConnectionRunStep]
    $CloseExportConnectionRunStep
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

# It is called whatever happened, also where Begin has left nothing.
$directory = Get-Variable -Name CsvExport -Scope Global -ValueOnly -ErrorAction Ignore
Remove-Variable -Name CsvExport -Scope Global -ErrorAction Ignore
if ($null -ne $directory) { Close-Directory $directory }
