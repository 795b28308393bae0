<#
Opens the partition for an import: what is committed while it runs, it does not see. What the other two scripts need of
it they find in $Global:CsvImport.
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
    [Microsoft.MetadirectoryServices.Schema]
    $Types
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

<#
What a delta has to bring. First, as steps: who is gone, and who is called otherwise, in the order in which it happened.
Then, as wholes: all that are there and changed, by their type. Names have to move before values come: a name can go
from one object to another, and a reference to it means whoever has it in the end.
#>
function Get-DeltaPlan {
    param([object[]]$Changes)
    $born = New-Set
    $gone = New-Set
    foreach ($change in $Changes) {
        if ($change.Kind -eq 'add') { $null = $born.Add($change.Id) }
        if ($change.Kind -eq 'delete') { $null = $gone.Add($change.Id) }
    }
    $steps = [System.Collections.Generic.List[object]]::new()
    $changed = New-Map
    $told = New-Set
    foreach ($change in $Changes) {
        if ($gone.Contains($change.Id)) {
            # Who came and went meanwhile was never heard of.
            if ($told.Add($change.Id) -and -not $born.Contains($change.Id)) {
                $steps.Add((New-DeletedEntry $change.Type $change.Id))
            }
            continue
        }
        if (-not $changed.ContainsKey($change.Type)) { $changed[$change.Type] = New-Set }
        $null = $changed[$change.Type].Add($change.Id)
        if ($change.Kind -ne 'rename' -or $born.Contains($change.Id)) { continue }
        $entry = [Microsoft.MetadirectoryServices.CSEntryChange]::Create()
        $entry.ObjectModificationType = 'Update'
        $entry.ObjectType = $change.Type
        $entry.AnchorAttributes.Add([Microsoft.MetadirectoryServices.AnchorAttribute]::Create('id', $change.Id))
        $entry.AttributeChanges.Add([Microsoft.MetadirectoryServices.AttributeChange]::CreateNewDN($change.Dn))
        $steps.Add($entry)
    }
    [pscustomobject]@{ Steps = $steps; Changed = $changed }
}

$folder = Get-DirectoryFolder $ConfigParameters
Invoke-InOwnWords $folder {
    $partition = Get-PartitionNamed $folder $OpenImportConnectionRunStep.StepPartition.DN
    $snapshot = Open-Snapshot $partition.Folder
    $plan = $null
    if ($OpenImportConnectionRunStep.ImportType -ne 'Full') {
        $watermark = $OpenImportConnectionRunStep.CustomData
        $plan = Get-DeltaPlan @(Get-LoggedChanges $partition.Folder $snapshot.Head $watermark)
    }
    $Global:CsvImport = [pscustomobject]@{ Snapshot = $snapshot; Plan = $plan }
}

# Where the first page begins.
Write-Output (New-Object Microsoft.MetadirectoryServices.OpenImportConnectionResults "step:0")
