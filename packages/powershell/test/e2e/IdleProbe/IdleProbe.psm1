# What the tests of a real PowerShell call: nothing here knows of the sessions that call it.
function Get-ProbeEcho {
    [CmdletBinding()]
    param([object] $Value)
    , $Value
}
function Get-ProbeType {
    [CmdletBinding()]
    param([object] $Value, [switch] $Flag, [string] $Text, [int] $Number, [datetime] $When, [string[]] $Texts, [hashtable] $Table, [securestring] $Secret, [pscredential] $Credential)
    $types = @{}
    foreach ($name in $PSBoundParameters.Keys) { $types[$name] = $PSBoundParameters[$name].GetType().FullName }
    if ($Secret) { $types['SecretLength'] = $Secret.Length }
    if ($Credential) { $types['UserName'] = $Credential.UserName; $types['PasswordLength'] = $Credential.Password.Length }
    $types
}
function Get-ProbeNamed {
    [CmdletBinding(SupportsShouldProcess)]
    param($A, $Count, $Keys, $Values, $Item, $SyncRoot, $IsReadOnly)
    $bound = @{}
    foreach ($entry in $PSBoundParameters.GetEnumerator()) {
        $bound[$entry.Key] = if ($entry.Value -is [securestring]) { "secret of $($entry.Value.Length)" } elseif ($entry.Value -is [pscredential]) { "credential of $($entry.Value.UserName)" } else { "$($entry.Value)" }
    }
    $bound
}
function Get-ProbeResult {
    [CmdletBinding()]
    param([string] $Kind)
    switch ($Kind) {
        'nothing' { }
        'null' { $null }
        'empty list' { Write-Output -NoEnumerate @() }
        'list of one' { Write-Output -NoEnumerate @(1) }
        'list in a list' { Write-Output -NoEnumerate @(, @(1, @(2))) }
        'several' { 1; 'two'; $null; $true }
        'one' { 'one' }
        'utc' { [datetime]::new(2026, 1, 2, 3, 4, 5, 678, [System.DateTimeKind]::Utc) }
        'local' { [datetime]::new(2026, 1, 2, 3, 4, 5, 678, [System.DateTimeKind]::Utc).ToLocalTime() }
        'unspecified' { [datetime]::new(2026, 1, 2, 3, 4, 5) }
        'enum' { [System.DayOfWeek]::Friday }
        'flags' { [System.IO.FileAttributes]'Hidden, System' }
        'bytes' { Write-Output -NoEnumerate ([byte[]](0, 1, 255)) }
        'numbers' { [int]::MaxValue; [long]::MaxValue; [uint64]::MaxValue; 1.5; 0.1d; 1.10d; [double]::NaN; [single]1.5 }
        'timespan' { [timespan]::new(1, 2, 3, 4) }
        'guid' { [guid]'6f9619ff-8b86-d011-b42d-00c04fc964ff' }
        'deep' { $at = $null; foreach ($level in 12..1) { $at = [pscustomobject]@{ Level = $level; Next = $at } }; $at }
        'live' { Get-Item -LiteralPath ([System.IO.Path]::GetTempPath()) }
        'live inside' { [pscustomobject]@{ Name = 'x'; Item = (Get-Item -LiteralPath ([System.IO.Path]::GetTempPath())); List = @(1, (Get-Item -LiteralPath ([System.IO.Path]::GetTempPath()))) } }
        'live in lists of one' { $folder = Get-Item -LiteralPath ([System.IO.Path]::GetTempPath()); @{ Folders = @(, $folder); Tables = @(, @{ Folder = $folder }); Lists = @(, @(, $folder)) } }
        'table' { [ordered]@{ One = 1; Two = @{ Three = @(3) }; '__proto__' = 'own' } }
        'odd table' { @{ Keys = 'Item'; Count = 0; Item = (Get-Item -LiteralPath ([System.IO.Path]::GetTempPath())); Other = 3 } }
        'table of cases' { '{"a":1,"A":{"x":{"x":{"x":{"x":{"x":{"x":{"x":{"x":{"x":1}}}}}}}}}}' | ConvertFrom-Json -AsHashtable }
        'cycle' { $loop = [pscustomobject]@{ Name = 'loop'; Self = $null }; $loop.Self = $loop; $loop }
        'text with notes' { 'plain' | Add-Member -NotePropertyName Note -NotePropertyValue 1 -PassThru }
        'odd text' { "`0`u{1}`r`n`t" + [char]0xD800 + 'x' + [char]0xDC00 + ' _x0041_ ]]> <a>&amp; ' + [char]0x2019 }
        'large' { 'x' * 50MB }
        'many' { foreach ($number in 1..20000) { [pscustomobject]@{ Id = $number; Name = "name $number"; On = $true } } }
        'values' {
            $names = [System.Collections.Specialized.NameValueCollection]::new(); $names.Add('a', '1'); $names.Add('a', '2'); $names.Add('b', 'x')
            $xml = [xml]'<a b="1"><c>2</c></a>'
            $values = @{
                BigInteger = [bigint]::Parse('-123456789012345678901234567890'); Small = [bigint]7; Switch = [switch]$true; Null = [System.DBNull]::Value
                Regex = [regex]'^a'; Builder = [System.Text.StringBuilder]::new('built'); Element = $xml.DocumentElement; Names = $names
                Address = [System.Net.IPAddress]::Parse('10.0.0.1'); Set = [System.Collections.Generic.HashSet[object]]::new([object[]](1, 'x')); Type = [string]
                Offset = [datetimeoffset]'2026-01-02T03:04:05+02:00'
            }
            $values
            foreach ($name in 'BigInteger', 'Switch', 'Null', 'Regex', 'Element', 'Names', 'Address', 'Offset') { , $values[$name] }
        }
        'notes' {
            $folder = Get-Item -LiteralPath ([System.IO.Path]::GetTempPath())
            $lines = Get-Content -LiteralPath $PSCommandPath -TotalCount 2
            $lines
            [pscustomobject]@{ Line = $lines[0]; Lines = $lines; Number = 5 | Add-Member -NotePropertyName Note -NotePropertyValue $folder -PassThru }
            , @{ Lines = @($lines[0]) }
            $keys = [System.Collections.Generic.Dictionary[object, object]]::new(); $keys[$folder] = 2; , $keys
        }
        'entries' {
            $folder = Get-Item -LiteralPath ([System.IO.Path]::GetTempPath())
            @{ A = @{ b = 1 } }.GetEnumerator()
            [System.Collections.Generic.KeyValuePair[string, object]]::new('a', $folder)
        }
        'nothing inside' { [pscustomobject]@{ a = 1 | Where-Object { $_ -gt 5 }; b = $null }; @{ a = 1 | Where-Object { $_ -gt 5 } }; 1 | Select-Object @{ n = 'x'; e = { 1 | Where-Object { $_ -gt 5 } } } }
        'types' { [int]; [string]; @{ t = [int] } }
        'parents' {
            $root = [pscustomobject]@{ Name = 'root'; Children = [System.Collections.ArrayList]::new(); Parent = $null }
            foreach ($number in 1..60) { [void]$root.Children.Add([pscustomobject]@{ Name = "child $number"; Children = @(); Parent = $root; Root = @{ Top = $root } }) }
            $root
        }
        'shared' { $at = @{ bottom = $true }; foreach ($level in 1..60) { $at = @{ left = $at; right = $at; both = @($at, $at) } }; $at }
        'sets' { $folder = Get-Item -LiteralPath ([System.IO.Path]::GetTempPath()); Write-Output -NoEnumerate ([System.Collections.Generic.HashSet[object]]::new([object[]]($folder, @{ Folder = $folder }))) }
        'too many' { @{ Endless = [System.Linq.Enumerable]::Repeat([object]'x', [int]::MaxValue) } }
        'two dimensions' { $grid = [object[,]]::new(2, 2); $grid[0, 0] = @{ a = @(1) }; $grid[1, 1] = 4; @{ Grid = $grid } }
        'process' { Get-Process -Id $PID }
    }
}
function Write-ProbeFailure {
    [CmdletBinding()]
    param([string] $Kind, [string] $Password)
    switch ($Kind) {
        'throw text' { throw 'a text' }
        'throw object' { throw [pscustomobject]@{ Code = 7 } }
        'throw exception' { throw [System.InvalidOperationException]::new('outer', [System.ArgumentException]::new('inner')) }
        'terminating' { $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new([System.UnauthorizedAccessException]::new('not you'), 'ProbeDenied', 'PermissionDenied', 'jane')) }
        'not terminating' { Write-Error -Message 'first' -ErrorId 'First' -Category ObjectNotFound -TargetObject 'a'; Write-Error -Message 'second'; 'output' }
        'handled' { try { throw 'handled' } catch { 'went on' } }
        'silent' { Get-Item -LiteralPath /no/such/thing -ErrorAction SilentlyContinue; 'went on' }
        'noise' { Write-Warning 'careful'; Write-Verbose 'verbose' -Verbose; Write-Debug 'debug'; Write-Information 'information'; Write-Host 'host'; Write-Progress -Activity 'working' -PercentComplete 50; 'only this' }
        'console noise' { [Console]::WriteLine('console'); [Console]::Error.WriteLine('error'); [Console]::OpenStandardOutput().Write([byte[]](110, 111, 105, 115, 101, 10), 0, 6); 'only this' }
        'stuck' { [System.Threading.Thread]::Sleep(600000) }
        'exit' { exit 3 }
        'die' { [System.Diagnostics.Process]::GetCurrentProcess().Kill() }
        'child' { Start-Process -FilePath sleep -ArgumentList 600 -PassThru | Select-Object -ExpandProperty Id; Start-Sleep -Seconds 600 }
        'read by a program' { $text = sh -c 'cat; echo end'; "$text" }
        'thief' { Start-Process -FilePath sh -ArgumentList '-c', 'cat > /dev/null; sleep 600'; 'left behind' }
        'thief of a descriptor' { Start-Process -FilePath sh -ArgumentList '-c', 'cat <&3 > /dev/null; sleep 600'; 'left behind' }
        'writer to a descriptor' { Start-Process -FilePath sh -ArgumentList '-c', 'yes 4444 2> /dev/null >&4'; 'left behind' }
        'program' { sh -c 'echo careful >&2; echo done' }
        'writer' { Start-Process -FilePath sh -ArgumentList '-c', 'yes 4444 | head -c 20000000'; 'left behind' }
        'read' { "read: $([Console]::ReadLine())" }
        'close runspace' { [System.Management.Automation.Runspaces.Runspace]::DefaultRunspace.CloseAsync(); 'closing' }
        'prompt' { Read-Host 'name?' }
        'mandatory' { Get-ProbeMandatory }
    }
}
function Get-ProbeMandatory {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string] $Name, [ValidateSet('a', 'b')][string] $Choice)
    $Name
}
function Get-ProbeProcess { $PID }
function Set-ProbeGlobal { param([string] $Value) $global:ProbeGlobal = $Value }
function Get-ProbeGlobal { $global:ProbeGlobal }
function Get-ProbeSurroundings {
    @{
        Environment = [System.Collections.Hashtable][Environment]::GetEnvironmentVariables()
        CommandLine = [Environment]::CommandLine
        Variables = (Get-Variable -Scope Global | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join "`n"
    }
}
Export-ModuleMember -Function *-Probe*
