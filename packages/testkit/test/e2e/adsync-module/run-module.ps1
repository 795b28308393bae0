# Runs the module and writes what it saw to standard output, as JSON. The scenarios are lists of actions, the same that the
# test gives to the simulator in TypeScript.
param([string] $Module, [string] $Scenarios, [string] $Folder)

$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
Import-Module $Module
$epoch = [DateTime]::new(1970, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)

function Get-Problem($Record) {
    @{
        message = $Record.Exception.Message
        exceptionType = $Record.Exception.GetType().FullName
        fullyQualifiedErrorId = $Record.FullyQualifiedErrorId
        category = [string]$Record.CategoryInfo.Category
        activity = $Record.CategoryInfo.Activity
    }
}

function Get-Plain($Object) {
    $plain = [ordered]@{}
    foreach ($property in $Object.PSObject.Properties) {
        $value = $property.Value
        if ($value -is [TimeSpan] -or $value -is [Enum]) { $value = [string]$value }
        if ($value -is [DateTime]) { $value = ($value.ToUniversalTime() - $epoch).TotalMilliseconds }
        $plain[$property.Name] = $value
    }
    $plain
}

function Get-Arguments($Object) {
    $arguments = @{}
    foreach ($property in $Object.PSObject.Properties) { $arguments[$property.Name] = $property.Value }
    $arguments
}

function Invoke-Action($Action) {
    $arguments = Get-Arguments $Action.arguments
    try {
        $answer = & $Action.command @arguments
        if ($null -eq $answer) { return @{ } }
        return @{ answer = Get-Plain $answer }
    } catch {
        return @{ error = Get-Problem $_ }
    }
}

function Get-Log {
    $log = Get-ADSyncSimulation
    @{
        cycles = @($log.Cycles | ForEach-Object { Get-Plain $_ })
        commands = @($log.Commands | ForEach-Object { Get-Plain $_ })
    }
}

$seen = @{}

$seen.scenarios = @(foreach ($scenario in (Get-Content -Raw $Scenarios | ConvertFrom-Json)) {
    Set-ADSyncSimulation -Reset -Now $epoch
    @{ outcomes = @(foreach ($action in $scenario) { Invoke-Action $action }); log = Get-Log }
})

# Types
Set-ADSyncSimulation -Reset -Now $epoch
Set-ADSyncScheduler -CustomizedSyncCycleInterval 03:00:00
$scheduler = Get-ADSyncScheduler
$seen.types = [ordered]@{}
foreach ($property in $scheduler.PSObject.Properties) { $seen.types[$property.Name] = $property.Value.GetType().FullName }
$seen.timeKind = [string]$scheduler.NextSyncCycleStartTimeInUTC.Kind
$seen.parameters = @{}
foreach ($name in 'Start-ADSyncSyncCycle', 'Set-ADSyncScheduler') {
    $seen.parameters[$name] = @((Get-Command $name).Parameters.Values | Where-Object { $_.Name -cnotin [System.Management.Automation.Cmdlet]::CommonParameters } |
        ForEach-Object { '{0}: {1}' -f $_.Name, ($_.ParameterType.FullName -replace '^System\.Nullable`1\[\[([\w.]+),.*$', '$1?') })
}
$seen.commands = @(Get-Command -Module ADSync | ForEach-Object Name | Sort-Object)

# Errors of other shapes
$seen.binding = @{}
foreach ($attempt in @{ value = { [void](Start-ADSyncSyncCycle -PolicyType Full) } }, @{ name = { Start-ADSyncSyncCycle -Mode Delta } }) {
    foreach ($key in $attempt.Keys) { try { & $attempt[$key] } catch { $seen.binding[$key] = Get-Problem $_ } }
}
$seen.refusals = @(
    foreach ($attempt in { Set-ADSyncSimulation -Times 2 }, { Set-ADSyncSimulation -FailNext Sleepy }, { Set-ADSyncSimulation -CycleSeconds -1 },
        { Set-ADSyncSimulation -Now $epoch.AddDays(-1) }, { Set-ADSyncSimulation -StatePath (Join-Path $Folder 'no' 'where.json') }, { Set-ADSyncSimulation -StatePath $Scenarios }) {
        try { & $attempt; $null } catch { $_.Exception.Message }
    }
)
# A statement ends, its script goes on, as with a cmdlet.
Set-ADSyncSimulation -Suspended $true
$seen.goesOn = & { $ErrorActionPreference = 'SilentlyContinue'; Start-ADSyncSyncCycle; 'after' }

# What the real module has and the simulator does not
Set-ADSyncSimulation -Reset -Now $epoch -CycleSeconds 10, 20, ([double]::PositiveInfinity)
$seen.further = [ordered]@{}
Set-ADSyncScheduler -NextSyncCyclePolicyType Initial -SyncCycleEnabled $false -MaintenanceEnabled $false -PurgeRunHistoryInterval 1.00:00:00
$seen.further.set = Get-Plain (Get-ADSyncScheduler)
$seen.further.result = Get-Plain (Start-ADSyncSyncCycle)
$seen.further.busy = Get-Plain (Get-ADSyncConnectorRunStatus)
Set-ADSyncSimulation -AdvanceSeconds 4
Stop-ADSyncSyncCycle
$seen.further.idle = @(Get-ADSyncConnectorRunStatus).Count
[void](Start-ADSyncSyncCycle -PolicyType Unspecified)
Set-ADSyncSimulation -AdvanceSeconds 20
[void]('Initial' | Start-ADSyncSyncCycle)
Set-ADSyncSimulation -AdvanceSeconds 100000
Set-ADSyncScheduler -CustomizedSyncCycleInterval 00:05:00
$seen.further.short = Get-Plain (Get-ADSyncScheduler)
Set-ADSyncScheduler -CustomizedSyncCycleInterval $null
$seen.further.null = Get-Plain (Get-ADSyncScheduler)
$seen.further.log = Get-Log
Set-ADSyncSimulation -Reset -Now $epoch -UpgradeRunning $true
Set-ADSyncScheduler -SchedulerSuspended $false
$seen.further.upgrade = (Get-ADSyncScheduler).SchedulerSuspended
Set-ADSyncSimulation -UpgradeRunning $false
$seen.further.upgraded = (Get-ADSyncScheduler).SchedulerSuspended

# A clock that nobody stopped
$before = [DateTime]::UtcNow
Set-ADSyncSimulation -Reset
$next = (Get-ADSyncScheduler).NextSyncCycleStartTimeInUTC
$seen.wallClock = $next -ge $before.AddSeconds(1799) -and $next -le [DateTime]::UtcNow.AddSeconds(1800)

# Two shells, one server: both trigger at once, and every cycle ends at once.
$state = Join-Path $Folder 'state.json'
$sign = Join-Path $Folder 'other-has-begun'
Set-ADSyncSimulation -StatePath $state -Reset -CycleSeconds 0 -Enabled $false
$other = New-Object System.Diagnostics.Process
$other.StartInfo.FileName = (Get-Process -Id $PID).Path
$script = "Import-Module '$Module' -ArgumentList '$state'; New-Item '$sign' | Out-Null; foreach (`$n in 1..15) { [void](Start-ADSyncSyncCycle) }; (Get-ADSyncSimulation).StatePath"
foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $script) { $other.StartInfo.ArgumentList.Add($argument) }
$other.StartInfo.RedirectStandardOutput = $true
[void]$other.Start()
while (-not $other.HasExited -and -not (Test-Path $sign)) { Start-Sleep -Milliseconds 5 }
foreach ($n in 1..15) { [void](Start-ADSyncSyncCycle -PolicyType Initial) }
$said = $other.StandardOutput.ReadToEnd().Trim()
$other.WaitForExit()
$log = Get-ADSyncSimulation
$seen.shared = @{
    exitCode = $other.ExitCode
    isInFile = $said -eq $state -and $log.StatePath -eq $state
    mine = @($log.Cycles | Where-Object PolicyType -EQ 'Initial').Count
    others = @($log.Cycles | Where-Object PolicyType -EQ 'Delta').Count
    unfinished = @($log.Cycles | Where-Object EndedAt -EQ $null).Count
    commands = $log.Commands.Count
    files = @(Get-ChildItem $Folder -File -Filter 'state.json*' | ForEach-Object Name | Sort-Object)
}

ConvertTo-Json $seen -Depth 8 -Compress
