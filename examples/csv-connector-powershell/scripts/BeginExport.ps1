<#
Opens the partition for an export, and keeps others from writing to it. The other two scripts find it in
$Global:CsvExport.
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
    [Microsoft.MetadirectoryServices.Schema]
    $Types
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

$folder = Get-DirectoryFolder $ConfigParameters
Invoke-InOwnWords $folder {
    $Global:CsvExport = Open-Directory (Get-PartitionNamed $folder $OpenExportConnectionRunStep.StepPartition.DN)
}
