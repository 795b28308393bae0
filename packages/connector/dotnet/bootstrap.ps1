# The first thing that runs in a PowerShell that hosts a connector's scripts (docs/connector-agent.md): loads the agent, as it
# was compiled before or compiled now, and hands the conversation over to it.
& {
    Set-StrictMode -Off
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $utf8 = New-Object System.Text.UTF8Encoding $false
    # Who started this may have opened the two already, as descriptors that nothing else uses.
    if ($null -eq $stdout) {
        $reader = New-Object System.IO.StreamReader ([Console]::OpenStandardInput(65536)), $utf8, $false, 65536
        $stdout = [Console]::OpenStandardOutput()
    }
    # What scripts write to the console would get between the lines, and what they read from it would be the host's.
    [Console]::SetOut([System.IO.TextWriter]::Null)
    [Console]::SetError([System.IO.TextWriter]::Null)
    [Console]::SetIn([System.IO.TextReader]::Null)
    # Until here PowerShell itself may have read more than the line it needed.
    $begin = $utf8.GetBytes("`nidle-agent begin`n")
    $stdout.Write($begin, 0, $begin.Length)
    $stdout.Flush()
    $boundary, $folder, $name = $reader.ReadLine().Split(' ')
    $folder = $utf8.GetString([Convert]::FromBase64String($folder))
    $say = {
        param([string]$text)
        $bytes = $utf8.GetBytes("`n$boundary 0 $text`n")
        $stdout.Write($bytes, 0, $bytes.Length)
        $stdout.Flush()
    }
    $digest = {
        param([byte[]]$bytes)
        $sha = [System.Security.Cryptography.SHA256]::Create()
        try { [BitConverter]::ToString($sha.ComputeHash($bytes)).Replace('-', '') } finally { $sha.Dispose() }
    }
    $edition = if ($PSVersionTable.PSEdition) { $PSVersionTable.PSEdition } else { 'Desktop' }
    $place = [System.IO.Path]::Combine($folder, ('{0}-{1}-{2}' -f $name, $edition, $PSVersionTable.PSVersion))
    $file = [System.IO.Path]::Combine($place, 'agent.dll')
    # Read once: what was looked at is what is loaded.
    $assembly = $null
    try {
        $assembly = [System.IO.File]::ReadAllBytes($file)
        if ([System.IO.File]::ReadAllText("$file.sha256") -cne (& $digest $assembly)) { $assembly = $null }
    } catch { $assembly = $null }
    if ($null -eq $assembly) {
        & $say 'source'
        $source = $utf8.GetString([Convert]::FromBase64String($reader.ReadLine()))
        $fresh = "$place.$([Guid]::NewGuid())"
        try {
            [void][System.IO.Directory]::CreateDirectory($fresh)
            $made = [System.IO.Path]::Combine($fresh, 'agent.dll')
            $options = @{ TypeDefinition = $source; OutputAssembly = $made; IgnoreWarnings = $true }
            if ($edition -eq 'Desktop') { $options.ReferencedAssemblies = 'System.Core' }
            Add-Type @options
            $assembly = [System.IO.File]::ReadAllBytes($made)
            [System.IO.File]::WriteAllText("$made.sha256", (& $digest $assembly))
            # Another PowerShell may have been first; one that was damaged makes way.
            if ([System.IO.Directory]::Exists($place)) { [System.IO.Directory]::Delete($place, $true) }
            [System.IO.Directory]::Move($fresh, $place)
            # What was compiled of other sources is of no use any more.
            foreach ($other in [System.IO.Directory]::GetDirectories($folder)) {
                if (-not [System.IO.Path]::GetFileName($other).StartsWith("$name-")) { [System.IO.Directory]::Delete($other, $true) }
            }
        } catch {
            if ($null -eq $assembly) {
                & $say ('failed ' + [Convert]::ToBase64String($utf8.GetBytes([string]$_)))
                return
            }
        } finally {
            if ([System.IO.Directory]::Exists($fresh)) { try { [System.IO.Directory]::Delete($fresh, $true) } catch { } }
        }
    }
    # Windows PowerShell loads what it compiles by itself.
    if (-not ('Idle.ConnectorHost.Agent' -as [type])) { [void][System.Reflection.Assembly]::Load($assembly) }
    & $say ('loaded {0} {1}' -f $edition, $PSVersionTable.PSVersion)
    [Idle.ConnectorHost.Agent]::Run($reader, $stdout, $boundary)
}
