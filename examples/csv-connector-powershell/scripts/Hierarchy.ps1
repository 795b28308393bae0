<#
The containers that stand directly in another one, or in a partition.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.HierarchyNode]
    $ParentNode
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path $env:TEMP -ChildPath "CsvDirectory.psm1")

$folder = Get-DirectoryFolder $ConfigParameters
Invoke-InOwnWords $folder {
    $parent = Get-Name $ParentNode.DN
    if ($null -eq $parent) { return }
    # The partition that the container is, or is in: the innermost one.
    $partition = Get-Partitions $folder |
        Where-Object { $_.Root.Key -ceq $parent.Key -or (Test-Within $parent.Key $_.Root.Key) } |
        Sort-Object { $_.Root.Key.Length } -Descending | Select-Object -First 1
    if ($null -eq $partition) { return }
    $table = (Open-Snapshot $partition.Folder).Tables | Where-Object { $_.Type.Name -eq 'organizationalUnit' }
    $cursor = New-Cursor $table.Text $table.Start $table.StartLine
    while (Read-Record $cursor) {
        $entry = ConvertTo-Entry $cursor $table Add
        if ($null -eq $entry -or -not $entry.DN) { continue }
        $name = Get-Name $entry.DN
        if ($null -eq $name -or $name.ParentKey -cne $parent.Key) { continue }
        [Microsoft.MetadirectoryServices.HierarchyNode]::Create($name.Text, $name.Value)
    }
}
