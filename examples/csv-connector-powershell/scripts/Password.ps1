<#
Sets a user's password, or changes it for one who knows the old one. The rules count in both cases, whether the host
asks for them or not.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.Partition]
    $Partition,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.CSEntry]
    $CSEntry,

    [Parameter(Mandatory = $true)]
    [ValidateSet('SetPassword', 'ChangePassword')]
    [string]
    $OperationType,

    [Microsoft.MetadirectoryServices.PasswordOptions]
    $PasswordOptions = 'None',

    [string]
    $OldPassword,

    [string]
    $NewPassword
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

# Somebody who has just chosen a password need not choose another one.
function Get-CellsWithFlags {
    param($User)
    $isSet = $OperationType -eq 'SetPassword'
    $force = [Microsoft.MetadirectoryServices.PasswordOptions]::ForceChangeAtLogOn
    $unlock = [Microsoft.MetadirectoryServices.PasswordOptions]::UnlockAccount
    $wanted = [ordered]@{ mustChangePassword = $isSet -and $PasswordOptions.HasFlag($force) }
    if ($isSet -and $PasswordOptions.HasFlag($unlock)) { $wanted.locked = $false }
    $cells = $null
    foreach ($name in $wanted.Keys) {
        $before = $User.Cells.ContainsKey($name) -and $User.Cells[$name] -eq 'true'
        if ($before -eq $wanted[$name]) { continue }
        if ($null -eq $cells) { $cells = New-Map $User.Cells }
        $cells[$name] = "$($wanted[$name])".ToLowerInvariant()
    }
    # Null where they are so already.
    , $cells
}

function Set-UserPassword {
    param($Directory)
    $id = ''
    if ($CSEntry['id'].IsPresent) { $id = $CSEntry['id'].Value }
    $user = Find-Entry $Directory $id $CSEntry.DN
    if ($null -eq $user -or $user.Type.Name -ne 'user') {
        Stop-Run PasswordExtensionException 'The directory has no such user.'
    }
    if ($OperationType -eq 'ChangePassword') {
        $hash = ''
        if ($Directory.Hashes.ContainsKey($user.Id)) { $hash = $Directory.Hashes[$user.Id] }
        if (-not (Test-Password $OldPassword $hash)) {
            Stop-Run PasswordExtensionException 'The old password is not the right one.'
        }
    }
    $problem = Get-PasswordProblem $NewPassword
    if ($null -ne $problem) { Stop-Run $problem.Exception $problem.Message }
    Set-PasswordHash $Directory $user $NewPassword
    $cells = Get-CellsWithFlags $user
    if ($null -ne $cells) { Set-Entry $Directory $user $user.Name $cells }
    Save-Directory $Directory
}

$folder = Get-DirectoryFolder $ConfigParameters
Invoke-InOwnWords $folder {
    $directory = Open-Directory (Get-PartitionNamed $folder $Partition.DN)
    try { Set-UserPassword $directory } finally { Close-Directory $directory }
}
