<#
.SYNOPSIS
Registers the JEA endpoint IdLE.DirectorySync on this Entra Connect server.

.DESCRIPTION
Copies the role capability to where Windows finds it, makes the folder of the transcripts, and registers the session
configuration for a group. Run it again after a change: an endpoint of this name is replaced.

Registering restarts WinRM and so ends every remote session to this server. Run it at the console, not remotely.

.EXAMPLE
.\Register-IdleEndpoint.ps1 -Group 'CORP\IdLE-DirectorySync'

.EXAMPLE
.\Register-IdleEndpoint.ps1 -Group 'CORP\IdLE-DirectorySync' -GroupManagedServiceAccount 'CORP\gmsa-idle-sync'
#>
#Requires -Version 5.1
#Requires -RunAsAdministrator
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    # Whose members may use the endpoint.
    [Parameter(Mandatory)]
    [ValidatePattern("^[^'\u2018-\u201B\\\r\n]+\\[^'\u2018-\u201B\\\r\n]+$")]
    [string] $Group,

    # A member of ADSyncOperators that the commands run as, in place of an account made for each session.
    [ValidatePattern("^[^'\u2018-\u201B\\\r\n]+\\[^'\u2018-\u201B\\\r\n]+$")]
    [string] $GroupManagedServiceAccount,

    # What the option configurationName of the session says.
    [ValidatePattern('^[A-Za-z0-9_][A-Za-z0-9_.-]*$')]
    [string] $Name = 'IdLE.DirectorySync'
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

# An endpoint runs in the PowerShell it was registered from, and ADSync is a module of Windows PowerShell.
if ($PSVersionTable.PSEdition -ne 'Desktop') { throw 'Run this in Windows PowerShell (powershell.exe), not in PowerShell 7.' }

# What would fail only when somebody connects is looked at first.
[void]([System.Security.Principal.NTAccount] $Group).Translate([System.Security.Principal.SecurityIdentifier])
Import-Module -Name ADSync
foreach ($command in 'Start-ADSyncSyncCycle', 'Get-ADSyncScheduler') {
    $type = (Get-Command -Name $command -Module ADSync).CommandType
    if ($type -ne 'Cmdlet') { throw "$command is a $type here: move it from VisibleCmdlets to VisibleFunctions in the role capability." }
}

$configuration = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'IdLE.DirectorySync.pssc') -Raw
$configuration = $configuration.Replace("'CORP\IdLE-DirectorySync'", "'$Group'")
if ($GroupManagedServiceAccount) {
    $configuration = $configuration -replace '(?m)^\s*RunAsVirtualAccountGroups\s*=.*$', ''
    $configuration = $configuration -replace '(?m)^(\s*)RunAsVirtualAccount\s*=.*$', ('$1GroupManagedServiceAccount = ''{0}''' -f $GroupManagedServiceAccount.Replace('$', '$$'))
}

$question = "register the JEA endpoint $Name for $Group and restart WinRM, which ends all remote sessions to it"
if (-not $PSCmdlet.ShouldProcess($env:COMPUTERNAME, $question)) { return }

$modules = Join-Path $env:ProgramFiles 'WindowsPowerShell\Modules'
Copy-Item -LiteralPath (Join-Path $PSScriptRoot 'IdLE.DirectorySync') -Destination $modules -Recurse -Force

$folder = Join-Path $env:ProgramData 'IdLE'
[void](New-Item -ItemType Directory -Path $folder -Force)
# Nobody but the system and administrators (as SIDs, whatever the language) may change what is registered.
& icacls.exe $folder /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "The rights of $folder could not be set." }
$file = Join-Path $folder "$Name.pssc"
Set-Content -LiteralPath $file -Value $configuration -Encoding UTF8
[void](New-Item -ItemType Directory -Path (Import-PowerShellDataFile -LiteralPath $file).TranscriptDirectory -Force)

if (-not (Test-PSSessionConfigurationFile -Path $file)) { throw "$file is not valid; -Verbose says why." }
if (Get-PSSessionConfiguration -Name $Name -ErrorAction SilentlyContinue) { Unregister-PSSessionConfiguration -Name $Name -Force -NoServiceRestart }
[void](Register-PSSessionConfiguration -Name $Name -Path $file -Force)

Get-PSSessionConfiguration -Name $Name | Select-Object -Property Name, Permission, RunAsVirtualAccount, RunAsVirtualAccountGroups
