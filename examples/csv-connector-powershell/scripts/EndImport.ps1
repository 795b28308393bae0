<#
Ends an import. What the next delta begins with is told only when the run ended well: the changes of any other come
again.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.OpenImportConnectionRunStep]
    $OpenImportConnectionRunStep,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.CloseImportConnectionRunStep]
    $CloseImportConnectionRunStep
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

# It is called whatever happened, also where Begin has left nothing.
$source = Get-Variable -Name CsvImport -Scope Global -ValueOnly -ErrorAction Ignore
Remove-Variable -Name CsvImport -Scope Global -ErrorAction Ignore
if ($null -ne $source -and $CloseImportConnectionRunStep.Reason -eq 'Normal') {
    $watermark = Get-Watermark $source.Snapshot.Head
    Write-Output (New-Object Microsoft.MetadirectoryServices.CloseImportConnectionResults $watermark)
}
else {
    Write-Output (New-Object Microsoft.MetadirectoryServices.CloseImportConnectionResults)
}
