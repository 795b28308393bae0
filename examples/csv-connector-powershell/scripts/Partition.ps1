<#
The partitions, as partitions.csv has them.
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

# ECMA2 knows partitions by a GUID: where the file has none, the name is made one.
function Get-PartitionId {
    param([string]$Id, [string]$Key)
    $guid = [guid]::Empty
    if ([guid]::TryParse($Id, [ref]$guid)) { return $guid }
    $sha256 = [System.Security.Cryptography.SHA256]::Create()
    try { $hash = $sha256.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Key)) } finally { $sha256.Dispose() }
    [guid]::new([byte[]]$hash[0..15])
}

$folder = Get-DirectoryFolder $ConfigParameters
Invoke-InOwnWords $folder {
    foreach ($partition in Get-Partitions $folder) {
        $id = Get-PartitionId $partition.Id $partition.Root.Key
        [Microsoft.MetadirectoryServices.Partition]::Create($id, $partition.Root.Text, $partition.Name)
    }
}
