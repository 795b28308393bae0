@{
    RootModule = 'ADSync.psm1'
    # Not that of the package: scripts that ask for the real module find this one.
    ModuleVersion = '1.0.0.0'
    GUID = '5d0f3a51-6a0c-4e0f-9d5a-3b6f2f0d7c41'
    Author = 'IdLE'
    Description = 'A pretend Entra Connect server for tests: the cmdlets of its scheduler, and controls for what they answer.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Start-ADSyncSyncCycle'
        'Stop-ADSyncSyncCycle'
        'Get-ADSyncScheduler'
        'Set-ADSyncScheduler'
        'Get-ADSyncConnectorRunStatus'
        'Get-ADSyncSimulation'
        'Set-ADSyncSimulation'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
