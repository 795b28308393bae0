# A pretend Entra Connect server, under the name of the module that the real one has. In: commands of its scheduler, and of
# Set-ADSyncSimulation, which says how it behaves. Out: what the real cmdlets answer or fail with, and a log. Nothing
# happens by itself: what became due is caught up with at each command. It is the scheduler of @idle/adsync-simulator again,
# and one file, because it is copied to where PowerShell looks for modules. Windows PowerShell 5.1 reads it, too.
#
# Names, positions and types of parameters: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-adsync
# What they do: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-feature-scheduler
param(
    # The file that holds the state; see Set-ADSyncSimulation -StatePath. Import-Module ADSync -ArgumentList <path>
    [string] $StatePath
)

Set-StrictMode -Version 3

$cmdletNamespace = 'Microsoft.IdentityManagement.PowerShell.Cmdlet'
$allowedSeconds = 1800
$epochTicks = 621355968000000000

# The reference names this enumeration, its namespace and its members. Made here, because a PowerShell enum has no namespace
# and Add-Type takes a second. An earlier import in the same process left it there.
$policyTypeName = 'Microsoft.IdentityManagement.PowerShell.ObjectModel.SynchronizationPolicyType'
if ($null -eq ($policyTypeName -as [type])) {
    $assemblyName = New-Object System.Reflection.AssemblyName 'Microsoft.IdentityManagement.PowerShell.ObjectModel'
    $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly($assemblyName, [System.Reflection.Emit.AssemblyBuilderAccess]::Run)
    $members = $assembly.DefineDynamicModule('ObjectModel').DefineEnum($policyTypeName, [System.Reflection.TypeAttributes]::Public, [int])
    [void]$members.DefineLiteral('Unspecified', 0)
    [void]$members.DefineLiteral('Delta', 1)
    [void]$members.DefineLiteral('Initial', 2)
    # Which of the two there is, .NET's version says.
    if ($null -ne $members.PSObject.Methods['CreateTypeInfo']) { [void]$members.CreateTypeInfo() } else { [void]$members.CreateType() }
}

#region Errors

# The kinds of @idle/adsync-simulator, with the same texts, ids and sources. %COMMAND% is the command that fails, %CLASS% the
# class of its cmdlet.
$schedulerTrace = "`n   at Microsoft.MetadirectoryServices.Scheduler.Scheduler.StartSyncCycle(String overridePolicy, Boolean interactiveMode)" +
    "`n   at SchedulerUtils.StartSyncCycle(SchedulerUtils* , Char* policyType, Int32 interactiveMode, Char** errorString)"
$troubleshooting = 'For more information, see the about_Remote_Troubleshooting Help topic.'
$failures = @{
    # https://www.easy365manager.com/how-to-do-delta-sync/ shows the text, its use as the id, the category and the exception
    # (which public scripts catch as InvalidOperationException).
    Busy = @{ Refusal = 'Connector: contoso.onmicrosoft.com - AAD is busy.' }
    # Public scripts look for its beginning, beside "AAD is busy".
    AlreadyRunning = @{ Refusal = 'Sync is already running. Cannot start a new run till this one completes.' }
    # Public scripts quote it for a scheduler that is suspended.
    Suspended = @{ Refusal = 'Scheduler is already suspended via global parameters.' }
    # Of an account outside ADSyncAdmins and ADSyncOperators; what .NET says of a COM server that may not be activated.
    # The groups: https://www.easy365manager.com/how-to-delegate-access-to-synchronize-azure-ad-connect/
    AccessDenied = @{
        Text = 'Retrieving the COM class factory for remote component with CLSID {835BEE60-8731-4159-8BFF-941301D76D05} from machine ADSYNC01 failed due to the following error: 80070005 ADSYNC01.'
        Type = 'System.UnauthorizedAccessException'
        Id = 'System.UnauthorizedAccessException,%CLASS%'
        Category = 'PermissionDenied'
    }
    # ERROR_ELEVATION_REQUIRED, 740 (https://learn.microsoft.com/windows/win32/debug/system-error-codes--500-999-)
    ElevationRequired = @{
        Text = 'The requested operation requires elevation.'
        Type = 'System.ComponentModel.Win32Exception'
        Id = 'System.ComponentModel.Win32Exception,%CLASS%'
        Category = 'PermissionDenied'
    }
    # https://github.com/MicrosoftLearning/AZ-140-Configuring-and-Operating-Microsoft-Azure-Virtual-Desktop/issues/59
    NotRecognized = @{
        Text = "The term '%COMMAND%' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again."
        Type = 'System.Management.Automation.CommandNotFoundException'
        Id = 'CommandNotFoundException'
        Category = 'ObjectNotFound'
    }
    # https://github.com/PowerShell/PowerShell, WSManTransportManager.cs: GetFQEIDFromTransportError
    ConnectionLost = @{
        Text = "Processing data from remote server ADSYNC01 failed with the following error message: The I/O operation has been aborted because of either a thread exit or an application request. $troubleshooting"
        Type = 'System.Management.Automation.Remoting.PSRemotingTransportException'
        Id = 'PSSessionStateBroken'
        Category = 'OpenError'
    }
    # https://emtunc.org/blog/07/2011/close-your-powershell-sessions-office-365
    Throttled = @{
        Text = "Connecting to remote server ADSYNC01 failed with the following error message : The WS-Management service cannot process the request. This user is allowed a maximum number of 3 concurrent shells, which has been exceeded. Close existing shells or raise the quota for this user. $troubleshooting"
        Type = 'System.Management.Automation.Remoting.PSRemotingTransportException'
        Id = 'PSSessionOpenFailed'
        Category = 'OpenError'
    }
    # WinRMOperationTimeout is in the table that GetFQEIDFromTransportError looks into.
    Timeout = @{
        Text = "Connecting to remote server ADSYNC01 failed with the following error message : The WinRM client cannot complete the operation within the time specified. Check if the machine name is valid and is reachable over the network and firewall exception for Windows Remote Management service is enabled. $troubleshooting"
        Type = 'System.Management.Automation.Remoting.PSRemotingTransportException'
        Id = 'WinRMOperationTimeout,PSSessionStateBroken'
        Category = 'OpenError'
    }
}

function Get-FailureRecord([string] $Kind, [string] $Command) {
    $failure = $failures[$Kind]
    if ($failure.ContainsKey('Refusal')) {
        # The scheduler refuses with its whole text as id.
        $text = 'System.InvalidOperationException: ' + $failure.Refusal + $schedulerTrace
        $failure = @{ Text = $text; Type = 'System.InvalidOperationException'; Id = "$text,$cmdletNamespace.StartADSyncSyncCycle"; Category = 'WriteError' }
    }
    $class = $Command.Replace('-', '')
    $text = $failure.Text.Replace('%COMMAND%', $Command)
    $arguments = @($text)
    if ($Kind -eq 'ElevationRequired') { $arguments = @(740, $text) }
    $exception = New-Object -TypeName $failure.Type -ArgumentList $arguments
    $target = "$cmdletNamespace.$class"
    if ($Kind -eq 'NotRecognized') {
        $exception.CommandName = $Command
        $target = $Command
    }
    $id = $failure.Id.Replace('%CLASS%', "$cmdletNamespace.$class")
    $record = New-Object System.Management.Automation.ErrorRecord $exception, $id, $failure.Category, $target
    if ($Kind -ne 'NotRecognized') {
        $record.CategoryInfo.Activity = $Command
        $record.CategoryInfo.TargetType = $class
    }
    $record
}

# Ends a statement, as a cmdlet does, and not the whole script, as throw does. PowerShell would add the name of the function to
# the id, where a compiled cmdlet has its class; the field is the one where it keeps the id of an error from elsewhere.
function Get-OutgoingRecord([System.Management.Automation.ErrorRecord] $Record) {
    $field = [System.Management.Automation.ErrorRecord].GetField('_serializedFullyQualifiedErrorId', [System.Reflection.BindingFlags]'NonPublic,Instance')
    if ($null -ne $field) { $field.SetValue($Record, $Record.FullyQualifiedErrorId) }
    $Record
}

#endregion
#region State: one table of plain values, times in milliseconds since 1970

function New-Server {
    $now = Get-WallClock
    @{
        version = 1
        # How it behaves. A list of seconds is for the first cycle or trigger, the second and so on; the last one goes on.
        # Null never ends.
        cycleSeconds = [System.Collections.ArrayList]@(60.0)
        startDelaySeconds = [System.Collections.ArrayList]@(0.0)
        intervalSeconds = 1800.0
        customizedSeconds = $null
        purgeSeconds = 604800.0
        latencySeconds = 0.0
        enabled = $true
        maintenanceEnabled = $true
        stagingMode = $false
        suspended = $false
        upgradeRunning = $false
        reportState = 'Known'
        nextUpdate = 'End'
        startWhileBusy = 'Refuse'
        # Its clock: stopped at a moment, or so much before that of this machine.
        stoppedAt = $null
        ahead = 0
        # What became of it.
        time = $now
        nextStart = $now + 1800000
        nextPolicyType = 'Delta'
        accepted = 0
        cycles = [System.Collections.ArrayList]@()
        waiting = [System.Collections.ArrayList]@()
        commands = [System.Collections.ArrayList]@()
        failures = [System.Collections.ArrayList]@()
    }
}

function Get-WallClock { [long][Math]::Floor(([DateTime]::UtcNow.Ticks - $epochTicks) / 10000) }

# Runs a change of the state, and keeps what became of it also where the change ends with an error. Where the state is in a
# file, no other shell changes it meanwhile.
function Edit-Server([scriptblock] $Change) {
    if ($script:stateFile -eq '') {
        & $Change $script:server
        return
    }
    $lock = Lock-StateFile
    try {
        $server = Read-Server
        try { & $Change $server } finally { Write-Server $server }
    } finally {
        $lock.Dispose()
        # Longer than the others wait between two tries, so that one shell with much to do does not shut them out.
        [System.Threading.Thread]::Sleep(8)
    }
}

# The lock is the open file, so that a shell that dies leaves none.
function Lock-StateFile {
    $path = "$script:stateFile.lock"
    $patience = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            return New-Object System.IO.FileStream $path, 'OpenOrCreate', 'ReadWrite', 'None'
        } catch {
            $isHeld = $_.Exception.GetBaseException().GetType() -eq [System.IO.IOException]
            if (-not $isHeld -or $patience.Elapsed.TotalSeconds -gt 30) { throw $_.Exception.GetBaseException() }
        }
        [System.Threading.Thread]::Sleep(2)
    }
}

function Read-Server {
    if (-not [System.IO.File]::Exists($script:stateFile)) { return New-Server }
    $text = [System.IO.File]::ReadAllText($script:stateFile)
    $server = $null
    try {
        # Windows PowerShell has no tables from JSON, and making them here is slow.
        if ($hasJsonTables) { $server = ConvertFrom-Json $text -AsHashtable } else { $server = ConvertTo-Table (ConvertFrom-Json $text) }
    } catch [System.ArgumentException] {
        # Not JSON, which the next line tells.
    }
    if ($server -isnot [hashtable] -or $server['version'] -ne 1) {
        throw "$script:stateFile does not hold the state of a pretend Entra Connect server. Name another file, or delete it."
    }
    foreach ($name in @($server.Keys)) {
        if ($server[$name] -is [array]) { $server[$name] = [System.Collections.ArrayList]$server[$name] }
    }
    $server
}

$hasJsonTables = (Get-Command ConvertFrom-Json).Parameters.ContainsKey('AsHashtable')

# Whoever reads without the lock, or dies while it writes, never leaves or sees half a file.
function Write-Server([hashtable] $Server) {
    $new = "$script:stateFile.new"
    [System.IO.File]::WriteAllText($new, (ConvertTo-Json $Server -Depth 5))
    if ([System.IO.File]::Exists($script:stateFile)) { [System.IO.File]::Replace($new, $script:stateFile, [NullString]::Value) }
    else { [System.IO.File]::Move($new, $script:stateFile) }
}

# What ConvertFrom-Json makes, with tables in place of objects.
function ConvertTo-Table($Value) {
    if ($Value -is [System.Management.Automation.PSCustomObject]) {
        $table = @{}
        foreach ($property in $Value.PSObject.Properties) { $table[$property.Name] = ConvertTo-Table $property.Value }
        return $table
    }
    if ($Value -is [array]) {
        $list = @(foreach ($item in $Value) { ConvertTo-Table $item })
        return , $list
    }
    $Value
}

#endregion
#region The scheduler: which cycle runs when

function Get-ServerClock([hashtable] $Server) {
    if ($null -ne $Server.stoppedAt) { return [long]$Server.stoppedAt }
    (Get-WallClock) + [long]$Server.ahead
}

function Get-RunningCycle([hashtable] $Server) {
    if ($Server.cycles.Count -eq 0) { return }
    $last = $Server.cycles[$Server.cycles.Count - 1]
    if ($null -eq $last.endedAt) { $last }
}

function Test-Suspended([hashtable] $Server) { [bool]($Server.suspended -or $Server.upgradeRunning) }

# The n-th of a list, counted from 1, as milliseconds; null for what never ends.
function Get-Milliseconds($List, [int] $Number) {
    $seconds = $List[[Math]::Min($Number, $List.Count) - 1]
    if ($null -eq $seconds) { return $null }
    [long]([double]$seconds * 1000)
}

# Time only goes on.
function Move-ServerTime([hashtable] $Server, [long] $Moment) {
    $Server.time = [Math]::Max([long]$Server.time, $Moment)
    $Server.time
}

function Start-Cycle([hashtable] $Server, [string] $PolicyType, [string] $Trigger, [long] $RequestedAt, [long] $StartedAt) {
    [void]$Server.cycles.Add(@{ policyType = $PolicyType; trigger = $Trigger; requestedAt = $RequestedAt; startedAt = $StartedAt; endedAt = $null })
    if ($Server.nextPolicyType -eq $PolicyType) { $Server.nextPolicyType = 'Delta' }
    if ($Server.nextUpdate -eq 'Start') { $Server.nextStart = $StartedAt + [long]($Server.intervalSeconds * 1000) }
}

# NextSyncCycleStartTimeInUTC stays where it is until the cycle is over
# (https://www.texarkanacollege.edu/blog/2018/08/27/monitoring-dirsync/).
function Complete-Cycle([hashtable] $Server, [hashtable] $Cycle, [long] $EndedAt) {
    $Cycle.endedAt = $EndedAt
    if ($Server.nextUpdate -eq 'End') { $Server.nextStart = $EndedAt + [long]($Server.intervalSeconds * 1000) }
}

# Does what happens next when it is due until then or, that being over, now; tells whether there was anything.
function Step-Server([hashtable] $Server, [long] $Until) {
    $cycle = Get-RunningCycle $Server
    if ($null -ne $cycle) {
        $takes = Get-Milliseconds $Server.cycleSeconds $Server.cycles.Count
        if ($null -eq $takes -or $cycle.startedAt + $takes -gt $Until) { return $false }
        Complete-Cycle $Server $cycle (Move-ServerTime $Server ($cycle.startedAt + $takes))
        return $true
    }
    if (Test-Suspended $Server) { return $false }
    $first = $null
    if ($Server.waiting.Count -gt 0) { $first = $Server.waiting[0] }
    if ($null -ne $first -and (-not $Server.enabled -or $first.due -le $Server.nextStart)) {
        if ($first.due -gt $Until) { return $false }
        $Server.waiting.RemoveAt(0)
        Start-Cycle $Server $first.policyType 'Manual' $first.requestedAt (Move-ServerTime $Server $first.due)
        return $true
    }
    if (-not $Server.enabled -or $Server.nextStart -gt $Until) { return $false }
    Start-Cycle $Server $Server.nextPolicyType 'Scheduled' $Server.nextStart (Move-ServerTime $Server $Server.nextStart)
    $true
}

function Update-Server([hashtable] $Server) {
    $until = Get-ServerClock $Server
    while (Step-Server $Server $until) { }
    [void](Move-ServerTime $Server $until)
}

function Request-Cycle([hashtable] $Server, [string] $PolicyType) {
    $Server.accepted += 1
    $due = $Server.time + (Get-Milliseconds $Server.startDelaySeconds $Server.accepted)
    # Before those that begin later, behind those that begin at the same time.
    $place = 0
    while ($place -lt $Server.waiting.Count -and $Server.waiting[$place].due -le $due) { $place += 1 }
    $Server.waiting.Insert($place, @{ policyType = $PolicyType; requestedAt = $Server.time; due = $due })
    Update-Server $Server
}

#endregion
#region Commands

# What all commands have in common: the log, latency, and failures that were ordered. A failure that comes after the command
# took effect replaces its answer, also when that was a refusal.
function Invoke-ServerCommand([System.Management.Automation.PSCmdlet] $Cmdlet, [System.Collections.IDictionary] $Parameters, [scriptblock] $Perform) {
    # What the caller says with -ErrorAction does not let a command go on that failed.
    $ErrorActionPreference = 'Stop'
    $command = $Cmdlet.MyInvocation.MyCommand.Name
    $logged = @{}
    foreach ($name in $Parameters.Keys) {
        if ($commonParameters -contains $name) { continue }
        $value = $Parameters[$name]
        if ($value -is [switch]) { $value = [bool]$value }
        if ($null -ne $value -and $value -isnot [bool]) { $value = [string]$value }
        $logged[$name] = $value
    }
    $wait = @{ seconds = 0 }
    try {
        Edit-Server {
            param($server)
            Update-Server $server
            [void]$server.commands.Add(@{ commandName = $command; parameters = $logged; at = $server.time })
            $wait.seconds = $server.latencySeconds
            if ($wait.seconds -le 0) { Complete-Command $server $command $Perform }
        }
        if ($wait.seconds -le 0) { return }
        Start-Sleep -Milliseconds ([int]($wait.seconds * 1000))
        Edit-Server {
            param($server)
            Update-Server $server
            Complete-Command $server $command $Perform
        }
    } catch {
        $Cmdlet.ThrowTerminatingError((Get-OutgoingRecord $_))
    }
}

function Complete-Command([hashtable] $Server, [string] $Command, [scriptblock] $Perform) {
    $failure = Receive-Failure $Server $Command
    if ($null -eq $failure) {
        & $Perform $Server
        return
    }
    if ($failure.after) {
        try { [void](& $Perform $Server) } catch { }
    }
    throw (Get-FailureRecord $failure.kind $Command)
}

$commonParameters = [System.Management.Automation.Cmdlet]::CommonParameters

# The failure for this command, used up by asking.
function Receive-Failure([hashtable] $Server, [string] $Command) {
    foreach ($failure in $Server.failures) {
        if ($failure.command -and $failure.command -ne $Command) { continue }
        $failure.left -= 1
        if ($failure.left -le 0) { $Server.failures.Remove($failure) }
        return $failure
    }
}

function ConvertTo-Moment([long] $Milliseconds) { [DateTime]::new($epochTicks + $Milliseconds * 10000, [DateTimeKind]::Utc) }

function Start-ADSyncSyncCycle {
    [CmdletBinding()]
    param(
        [Parameter(Position = 1, ValueFromPipeline)] [Nullable[Microsoft.IdentityManagement.PowerShell.ObjectModel.SynchronizationPolicyType]] $PolicyType,
        [Parameter(Position = 2)] [bool] $InteractiveMode
    )
    process {
        Invoke-ServerCommand $PSCmdlet $PSBoundParameters {
            param($server)
            if (Test-Suspended $server) { throw (Get-FailureRecord 'Suspended' 'Start-ADSyncSyncCycle') }
            $isTaken = $null -ne (Get-RunningCycle $server) -or $server.waiting.Count -gt 0
            if ($isTaken -and $server.startWhileBusy -eq 'Refuse') { throw (Get-FailureRecord 'AlreadyRunning' 'Start-ADSyncSyncCycle') }
            $policy = [string]$PolicyType
            if ($policy -eq '' -or $policy -eq 'Unspecified') { $policy = $server.nextPolicyType }
            Request-Cycle $server $policy
            # https://github.com/sulikon/eKreta2SDS/issues/39 shows what the real one writes.
            [pscustomobject]@{ Result = 'Success' }
        }
    }
}

function Stop-ADSyncSyncCycle {
    [CmdletBinding()]
    param()
    Invoke-ServerCommand $PSCmdlet $PSBoundParameters {
        param($server)
        $cycle = Get-RunningCycle $server
        if ($null -ne $cycle) { Complete-Cycle $server $cycle $server.time }
    }
}

# The properties, in this order, as shown on
# https://learn.microsoft.com/archive/blogs/timmcmic/office-365-adconnect-synchronization-interval-changed-automatically
# Their types: those of the parameters of Set-ADSyncScheduler with the same names; for the others those that public scripts
# take them for. That the time is of the kind Utc is a guess from its name.
function Get-ADSyncScheduler {
    [CmdletBinding()]
    param()
    Invoke-ServerCommand $PSCmdlet $PSBoundParameters {
        param($server)
        $customized = $null
        if ($null -ne $server.customizedSeconds) { $customized = [TimeSpan]::FromSeconds([double]$server.customizedSeconds) }
        $scheduler = [ordered]@{
            AllowedSyncCycleInterval = [TimeSpan]::FromSeconds([Math]::Min([double]$server.intervalSeconds, $allowedSeconds))
            CurrentlyEffectiveSyncCycleInterval = [TimeSpan]::FromSeconds([double]$server.intervalSeconds)
            CustomizedSyncCycleInterval = $customized
            NextSyncCyclePolicyType = [Microsoft.IdentityManagement.PowerShell.ObjectModel.SynchronizationPolicyType]$server.nextPolicyType
            NextSyncCycleStartTimeInUTC = ConvertTo-Moment $server.nextStart
            PurgeRunHistoryInterval = [TimeSpan]::FromSeconds([double]$server.purgeSeconds)
            SyncCycleEnabled = [bool]$server.enabled
            MaintenanceEnabled = [bool]$server.maintenanceEnabled
            StagingModeEnabled = [bool]$server.stagingMode
            SchedulerSuspended = Test-Suspended $server
        }
        if ($server.reportState -eq 'Known') { $scheduler.SyncCycleInProgress = $null -ne (Get-RunningCycle $server) }
        [pscustomobject]$scheduler
    }
}

function Set-ADSyncScheduler {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [Nullable[TimeSpan]] $CustomizedSyncCycleInterval,
        [Parameter(Position = 1)] [Nullable[bool]] $SyncCycleEnabled,
        [Parameter(Position = 2)] [Nullable[Microsoft.IdentityManagement.PowerShell.ObjectModel.SynchronizationPolicyType]] $NextSyncCyclePolicyType,
        [Parameter(Position = 3)] [Nullable[TimeSpan]] $PurgeRunHistoryInterval,
        [Parameter(Position = 4)] [Nullable[bool]] $MaintenanceEnabled,
        [Parameter(Position = 5)] [Nullable[bool]] $SchedulerSuspended,
        [Parameter(Position = 6)] [switch] $Force
    )
    $given = $PSBoundParameters
    Invoke-ServerCommand $PSCmdlet $given {
        param($server)
        # Null is the shortest interval that is allowed, and so is what is shorter. It counts from the next cycle on, and
        # the time of that one stays.
        if ($given.ContainsKey('CustomizedSyncCycleInterval')) {
            $server.customizedSeconds = $null
            if ($null -ne $CustomizedSyncCycleInterval) { $server.customizedSeconds = $CustomizedSyncCycleInterval.TotalSeconds }
            $server.intervalSeconds = [Math]::Max([double]$server.customizedSeconds, $allowedSeconds)
        }
        if ($null -ne $PurgeRunHistoryInterval) { $server.purgeSeconds = $PurgeRunHistoryInterval.TotalSeconds }
        if ($null -ne $SyncCycleEnabled) { $server.enabled = $SyncCycleEnabled }
        if ($null -ne $MaintenanceEnabled) { $server.maintenanceEnabled = $MaintenanceEnabled }
        if ($null -ne $SchedulerSuspended) { $server.suspended = $SchedulerSuspended }
        $policy = [string]$NextSyncCyclePolicyType
        if ($policy -ne '' -and $policy -ne 'Unspecified') { $server.nextPolicyType = $policy }
        Update-Server $server
    }
}

# Nothing while no cycle runs (https://social.technet.microsoft.com/wiki/contents/articles/35041.aadconnect-powershell-manual-operations.aspx).
function Get-ADSyncConnectorRunStatus {
    [CmdletBinding()]
    param()
    Invoke-ServerCommand $PSCmdlet $PSBoundParameters {
        param($server)
        if ($null -ne (Get-RunningCycle $server)) { [pscustomobject]@{ RunState = 'Busy'; ConnectorName = 'contoso.onmicrosoft.com - AAD' } }
    }
}

#endregion
#region Controls, which no real module has

<#
.SYNOPSIS
Says how the pretend Entra Connect server behaves.
.DESCRIPTION
What is not named stays as it is. All times are those of the server's clock, which is this machine's unless it is stopped or moved.
.PARAMETER StatePath
From now on the state is in this file, where several shells find one server; a file that is not there begins with a new
server. By default the state is in this process.
.PARAMETER Reset
A new server, before anything else that is said.
.PARAMETER Now
Stops the clock at this moment. It only goes on; only with -Reset may it begin earlier.
.PARAMETER AdvanceSeconds
Moves the clock on.
.PARAMETER CycleSeconds
How long a cycle takes; of a list, how long the first one does, the second and so on,
and those that follow as long as the last.
Infinity never ends. Counts for the cycle that runs, too: it ends then, but not before now. Default 60.
.PARAMETER StartDelaySeconds
How long after an accepted trigger its cycle begins; a list as above. Default 0.
.PARAMETER IntervalSeconds
How long after a cycle, and after now, the next scheduled one is due. Default 1800.
.PARAMETER LatencySeconds
How long each command takes before it has an effect; really waited. Default 0.
.PARAMETER StagingMode
Cycles run, and export nothing. Default false.
.PARAMETER Suspended
No cycle begins, and a trigger is refused, until this or Set-ADSyncScheduler says otherwise. Default false.
.PARAMETER UpgradeRunning
The same, whatever Set-ADSyncScheduler says. Default false.
.PARAMETER Enabled
Whether scheduled cycles run. Default true.
.PARAMETER MaintenanceEnabled
Default true.
.PARAMETER ReportState
Unknown: Get-ADSyncScheduler answers without SyncCycleInProgress. Default Known.
.PARAMETER NextUpdate
When NextSyncCycleStartTimeInUTC moves on to an interval later: at each cycle's start or end. Default End.
.PARAMETER StartWhileBusy
What becomes of a trigger while a cycle runs or is about to: refused, or run afterwards. Default Refuse.
.PARAMETER RunScheduled
Starts a cycle of the scheduler's own, now. An error when one runs already.
.PARAMETER FailNext
Makes the next command fail, with one of the known errors. The first failure ordered that is for a command counts.
.PARAMETER Command
The command that the failure is for. Default: any of the real module.
.PARAMETER Times
For how many commands. Default 1.
.PARAMETER After
The command takes effect first, and its answer is lost. Without: it has no effect.
#>
function Set-ADSyncSimulation {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [ValidateNotNullOrEmpty()] [string] $StatePath,
        [switch] $Reset,
        [DateTime] $Now,
        [ValidateRange(0.0, 1e12)] [double] $AdvanceSeconds,
        [ValidateScript({ $_ -ge 0 })] [ValidateNotNullOrEmpty()] [double[]] $CycleSeconds,
        [ValidateRange(0.0, 1e12)] [ValidateNotNullOrEmpty()] [double[]] $StartDelaySeconds,
        [ValidateRange(0.001, 1e12)] [double] $IntervalSeconds,
        [ValidateRange(0.0, 86400.0)] [double] $LatencySeconds,
        [bool] $StagingMode,
        [bool] $Suspended,
        [bool] $UpgradeRunning,
        [bool] $Enabled,
        [bool] $MaintenanceEnabled,
        [ValidateSet('Known', 'Unknown')] [string] $ReportState,
        [ValidateSet('Start', 'End')] [string] $NextUpdate,
        [ValidateSet('Refuse', 'Queue')] [string] $StartWhileBusy,
        [switch] $RunScheduled,
        [ValidateSet('Busy', 'AlreadyRunning', 'Suspended', 'AccessDenied', 'ElevationRequired', 'NotRecognized', 'ConnectionLost', 'Throttled', 'Timeout')] [string] $FailNext,
        [ValidateNotNullOrEmpty()] [string] $Command,
        [ValidateRange(1, 2147483647)] [int] $Times = 1,
        [switch] $After
    )
    $ErrorActionPreference = 'Stop'
    $given = $PSBoundParameters
    if (-not $FailNext) {
        foreach ($name in 'Command', 'Times', 'After') {
            if ($given.ContainsKey($name)) { throw "-$name says more about a failure: name one with -FailNext." }
        }
    }
    if ($StatePath) { Use-StateFile $StatePath }
    Edit-Server {
        param($server)
        if ($Reset) {
            $new = New-Server
            if ($given.ContainsKey('Now')) {
                $new.time = ConvertTo-Milliseconds $Now
                $new.nextStart = $new.time + 1800000
            }
            foreach ($name in $new.Keys) { $server[$name] = $new[$name] }
        }
        if ($given.ContainsKey('Now')) {
            $moment = ConvertTo-Milliseconds $Now
            if ($moment -lt $server.time) { throw 'The clock only goes on. With -Reset a new server begins at any moment.' }
            $server.stoppedAt = $moment
        }
        if ($AdvanceSeconds -gt 0) {
            $clock = 'ahead'
            if ($null -ne $server.stoppedAt) { $clock = 'stoppedAt' }
            $server[$clock] = [long]$server[$clock] + [long]($AdvanceSeconds * 1000)
        }
        Update-Server $server
        if ($given.ContainsKey('CycleSeconds')) {
            $server.cycleSeconds = New-Object System.Collections.ArrayList
            foreach ($seconds in $CycleSeconds) {
                # JSON has no infinity.
                if ([double]::IsInfinity($seconds)) { [void]$server.cycleSeconds.Add($null) } else { [void]$server.cycleSeconds.Add($seconds) }
            }
        }
        if ($given.ContainsKey('StartDelaySeconds')) { $server.startDelaySeconds = [System.Collections.ArrayList]@($StartDelaySeconds) }
        if ($given.ContainsKey('IntervalSeconds')) {
            $server.intervalSeconds = $IntervalSeconds
            $server.customizedSeconds = $null
            if ($IntervalSeconds -ne $allowedSeconds) { $server.customizedSeconds = $IntervalSeconds }
            $server.nextStart = $server.time + [long]($IntervalSeconds * 1000)
        }
        foreach ($name in 'LatencySeconds', 'StagingMode', 'Suspended', 'UpgradeRunning', 'Enabled', 'MaintenanceEnabled', 'ReportState', 'NextUpdate', 'StartWhileBusy') {
            if ($given.ContainsKey($name)) { $server[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = $given[$name] }
        }
        Update-Server $server
        if ($RunScheduled) {
            if ($null -ne (Get-RunningCycle $server)) { throw 'A cycle of the pretend server is running already.' }
            Start-Cycle $server 'Delta' 'Scheduled' $server.time $server.time
            Update-Server $server
        }
        if ($FailNext) {
            [void]$server.failures.Add(@{ kind = $FailNext; command = [string]$Command; left = $Times; after = [bool]$After })
        }
    }
}

<#
.SYNOPSIS
Tells what the pretend Entra Connect server did: its cycles and the commands that arrived, oldest first.
#>
function Get-ADSyncSimulation {
    [CmdletBinding()]
    param()
    $ErrorActionPreference = 'Stop'
    Edit-Server {
        param($server)
        Update-Server $server
        $cycles = foreach ($cycle in $server.cycles) {
            $ended = $null
            if ($null -ne $cycle.endedAt) { $ended = ConvertTo-Moment $cycle.endedAt }
            [pscustomobject]@{
                PolicyType = [string]$cycle.policyType
                Trigger = [string]$cycle.trigger
                RequestedAt = ConvertTo-Moment $cycle.requestedAt
                StartedAt = ConvertTo-Moment $cycle.startedAt
                EndedAt = $ended
            }
        }
        $commands = foreach ($command in $server.commands) {
            [pscustomobject]@{ CommandName = $command.commandName; Parameters = $command.parameters.Clone(); At = ConvertTo-Moment $command.at }
        }
        $left = 0
        foreach ($failure in $server.failures) { $left += $failure.left }
        [pscustomobject]@{
            StatePath = $script:stateFile
            Now = ConvertTo-Moment $server.time
            Cycles = @($cycles)
            Commands = @($commands)
            FailuresLeft = $left
        }
    }
}

function ConvertTo-Milliseconds([DateTime] $Moment) { [long][Math]::Floor(($Moment.ToUniversalTime().Ticks - $epochTicks) / 10000) }

# Looks at the file at once, so that a wrong one is told here and not at the next command.
function Use-StateFile([string] $Path) {
    $before = $script:stateFile
    $script:stateFile = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    try { Edit-Server { } } catch {
        $script:stateFile = $before
        throw
    }
}

#endregion

$script:server = New-Server
$script:stateFile = ''
if ($StatePath) { Use-StateFile $StatePath }

Export-ModuleMember -Function Start-ADSyncSyncCycle, Stop-ADSyncSyncCycle, Get-ADSyncScheduler, Set-ADSyncScheduler, Get-ADSyncConnectorRunStatus, Get-ADSyncSimulation, Set-ADSyncSimulation
