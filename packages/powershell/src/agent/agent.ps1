# The far end of the shell protocol (docs/shell-protocol.md): reads requests from standard input, runs commands in a
# runspace of their own, and writes frames to standard output. Windows PowerShell 5.1 and PowerShell 7 run it alike.
# No value of a request ever becomes script text: commands and parameters go through the API of the engine.
& {
    Set-StrictMode -Off
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $utf8 = [System.Text.UTF8Encoding]::new($false)
    # Who started this may have opened the two already, as descriptors that nothing else uses.
    if ($null -eq $stdout) {
        $reader = [System.IO.StreamReader]::new([Console]::OpenStandardInput(65536), $utf8, $false, 65536)
        $stdout = [Console]::OpenStandardOutput()
    }
    # What commands start must not have them, either: it would read requests, and write between the frames.
    elseif ([Environment]::OSVersion.Platform -ne [PlatformID]::Win32NT) {
        try {
            $native = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([System.Reflection.AssemblyName]::new('IdleShell'), 'Run')
            $class = $native.DefineDynamicModule('IdleShell').DefineType('IdleShell', 'Public, Class')
            $ioctl = $class.DefinePInvokeMethod('ioctl', 'libc', 'Public, Static, PinvokeImpl', 'Standard', [int], [type[]]@([int], [IntPtr]), 'Winapi', 'Ansi')
            $ioctl.SetImplementationFlags('PreserveSig')
            # FIOCLEX: https://man7.org/linux/man-pages/man2/ioctl_list.2.html, and sys/filio.h of macOS.
            $closeOnExec = if ($IsMacOS) { [IntPtr]0x20006601 } else { [IntPtr]0x5451 }
            $calls = $class.CreateType()
            foreach ($number in 3, 4) { [void]$calls::ioctl($number, $closeOnExec) }
        } catch { }
    }
    # What commands write to the console would get between the frames.
    [Console]::SetOut([System.IO.TextWriter]::Null)
    [Console]::SetError([System.IO.TextWriter]::Null)
    # What they read from it would be lines of the host's.
    [Console]::SetIn([System.IO.TextReader]::Null)
    $isWindowsHost = [Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT

    $chunkBytes = 49152
    $pendingFrames = [System.Text.StringBuilder]::new()
    $wire = @{ frames = 0 }
    $flush = {
        if ($pendingFrames.Length -eq 0) { return }
        $bytes = $utf8.GetBytes($pendingFrames.ToString())
        [void]$pendingFrames.Clear()
        $stdout.Write($bytes, 0, $bytes.Length)
        $stdout.Flush()
    }
    $frame = {
        param($kind, $id, $payload)
        $wire.frames += 1
        [void]$pendingFrames.Append("`n").Append($boundary).Append(' ').Append($kind).Append(' ').Append($id).Append(' ').Append($payload).Append(' ').Append($wire.frames).Append('.').Append(([string]$payload).Length).Append("`n")
        if ($pendingFrames.Length -gt 131072) { & $flush }
    }
    # A document in as many parts as it needs; the last one says what the document is.
    $document = {
        param($kind, $id, [string]$text)
        $bytes = $utf8.GetBytes($text)
        $offset = 0
        while ($bytes.Length - $offset -gt $chunkBytes) {
            & $frame 'part' $id ([Convert]::ToBase64String($bytes, $offset, $chunkBytes))
            $offset += $chunkBytes
        }
        & $frame $kind $id ([Convert]::ToBase64String($bytes, $offset, $bytes.Length - $offset))
    }
    $serialize = { param($value, $depth) [System.Management.Automation.PSSerializer]::Serialize($value, [int]$depth) }

    $cut = {
        param($value, $length)
        if ($null -eq $value) { return $null }
        try { $text = [string]$value } catch { return $null }
        if ($text.Length -gt $length) { $text = $text.Substring(0, $length) }
        # XML has no place for these two, not even escaped, and PSSerializer fails on them.
        $text.Replace([char]0xFFFE, '?').Replace([char]0xFFFF, '?')
    }
    # Where, and never what: the line itself may hold a value.
    $position = {
        param($invocation)
        if ($null -eq $invocation -or $invocation.ScriptLineNumber -le 0) { return $null }
        $file = if ($invocation.ScriptName) { Split-Path -Leaf $invocation.ScriptName } else { 'script' }
        '{0}: line {1}, column {2}' -f $file, $invocation.ScriptLineNumber, $invocation.OffsetInLine
    }
    $describe = {
        param($problem)
        $record = $problem
        $exception = $problem
        if ($problem -is [System.Management.Automation.ErrorRecord]) { $exception = $problem.Exception }
        elseif ($problem -is [System.Management.Automation.IContainsErrorRecord]) {
            $record = $problem.ErrorRecord
            # What was thrown, and not what PowerShell wraps it in, unless the wrapper stands for itself.
            if ($null -ne $record.Exception -and $record.Exception -isnot [System.Management.Automation.ParentContainsErrorRecordException]) { $exception = $record.Exception }
        }
        $about = @{
            message = & $cut $exception.Message 32768
            exceptionType = $exception.GetType().FullName
            hResult = [int]$exception.HResult
            inner = @()
        }
        # What a remote end threw is told as it was there.
        $remote = $exception -as [System.Management.Automation.RemoteException]
        if ($null -ne $remote -and $null -ne $remote.SerializedRemoteException) {
            $names = @($remote.SerializedRemoteException.PSObject.TypeNames)
            if ($names.Count -gt 0) { $about.exceptionType = (& $cut $names[0] 512) -replace '^Deserialized\.', '' }
        }
        $inner = $exception.InnerException
        $inners = [System.Collections.ArrayList]::new()
        while ($null -ne $inner -and $inners.Count -lt 5) {
            [void]$inners.Add(@{ message = & $cut $inner.Message 4096; exceptionType = $inner.GetType().FullName; hResult = [int]$inner.HResult })
            $inner = $inner.InnerException
        }
        $about.inner = $inners.ToArray()
        if ($record -is [System.Management.Automation.ErrorRecord]) {
            $about.fullyQualifiedErrorId = & $cut $record.FullyQualifiedErrorId 4096
            $about.category = [string]$record.CategoryInfo.Category
            $about.activity = & $cut $record.CategoryInfo.Activity 512
            $about.reason = & $cut $record.CategoryInfo.Reason 512
            $about.targetType = & $cut $record.CategoryInfo.TargetType 512
            $about.target = & $cut $record.CategoryInfo.TargetName 512
            $about.position = & $position $record.InvocationInfo
            if ($null -ne $record.ErrorDetails -and $record.ErrorDetails.Message) {
                $about.message = & $cut $record.ErrorDetails.Message 32768
            }
        }
        $about
    }
    $problem = {
        param($id, $failure, $isTerminating)
        try {
            $about = & $describe $failure
            $about.isTerminating = [bool]$isTerminating
            if ($null -ne $far.said) { $about.said = & $cut $far.said.ToString() 4096 }
            $text = & $serialize $about 4
        } catch {
            $text = & $serialize @{ message = 'The error cannot be told.'; isTerminating = $true } 2
        }
        & $document 'error' $id $text
    }

    $secureText = {
        param([string]$text)
        $secure = [System.Security.SecureString]::new()
        foreach ($character in $text.ToCharArray()) { $secure.AppendChar($character) }
        $secure.MakeReadOnly()
        $secure
    }
    # The request's parameters with their secrets in the form that PowerShell's commands take.
    $readParameters = {
        param($request)
        $parameters = @{}
        # Entries, and never members: a table with an entry Count or Keys answers with that when it is asked for its own.
        foreach ($entry in $request.Parameters.GetEnumerator()) {
            $value = $entry.Value
            if ($value -is [psobject] -and $value.PSObject.BaseObject -is [System.Collections.ArrayList]) { $value = $value.PSObject.BaseObject }
            if ($value -is [System.Collections.ArrayList]) { $value = $value.ToArray() }
            $parameters[[string]$entry.Key] = $value
        }
        foreach ($entry in $request.Secrets.GetEnumerator()) { $parameters[[string]$entry.Key] = & $secureText $entry.Value }
        foreach ($entry in $request.Credentials.GetEnumerator()) {
            $about = $entry.Value
            $parameters[[string]$entry.Key] = [System.Management.Automation.PSCredential]::new([string]$about['UserName'], (& $secureText $about['Password']))
        }
        $parameters
    }

    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $worker = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($state)
    $worker.ThreadOptions = [System.Management.Automation.Runspaces.PSThreadOptions]::ReuseThread
    $worker.Open()
    $far = @{ session = $null; said = $null }

    # Data comes back as deep as was asked for. An object of a .NET type is no data: its properties lead to others without
    # end (a folder has a parent, a root, and files), so that it comes back two deep wherever it stands.
    $limitScript = '
        $liveDepth = 2
        $mostInside = 1000000
        $mostGoneThrough = 4000000
        # Structures that PSSerializer knows, or whose properties lead nowhere.
        $harmless = [System.Collections.Generic.HashSet[string]]::new([string[]]("System.DateTime", "System.TimeSpan", "System.Guid", "System.Decimal", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.Numerics.BigInteger", "System.Management.Automation.SwitchParameter"))
        $tooMuch = "A value has too many values in it. Have the command select less."
        # What an if or a function gives is taken apart where it is a list; so values are assigned, and returned with a comma.
        function Test-Live($value) {
            $base = $value
            if ($value -is [psobject]) { $base = $value.PSObject.BaseObject }
            -not ($null -eq $base -or $base -is [string] -or $base -is [ValueType] -or $base -is [System.Collections.IEnumerable] -or $base -is [System.Management.Automation.PSCustomObject] -or $base -is [uri] -or $base -is [System.Reflection.MemberInfo] -or $base -is [version] -or $base -is [scriptblock] -or $base -is [System.Security.SecureString])
        }
        # An object that holds itself, however far down, is its text there. One that is held in many places is looked at
        # once for each depth; without that, data whose parts know each other would take time without end.
        function Limit-Value($value, $depth, $walk) {
            $base = $value
            if ($value -is [psobject]) { $base = $value.PSObject.BaseObject }
            # What PowerShell notes at a text, such as the drive it was read from, is none of it.
            if ($null -eq $base) { return $null }
            if ($base -is [string] -or $base -is [byte[]]) { return , $base }
            if ($base -is [ValueType]) {
                $struct = $base.GetType()
                if ($struct.IsPrimitive -or $struct.IsEnum -or $harmless.Contains($struct.FullName)) {
                    if ($value -isnot [psobject]) { return $base }
                    # The notes stick to the box that the value is in. An array makes another one.
                    $box = [System.Array]::CreateInstance($struct, 1)
                    $box.SetValue($base, 0)
                    return $box.GetValue(0)
                }
                $isEntry = $base -is [System.Collections.DictionaryEntry] -or $struct.FullName.StartsWith("System.Collections.Generic.KeyValuePair")
                if (-not $isEntry) { return , ([System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($base, [Math]::Min($liveDepth, [Math]::Max(1, $depth))))) }
                $value = [pscustomobject]@{ Key = $base.Key; Value = $base.Value }
                $base = $value.PSObject.BaseObject
            }
            if ($base -is [System.Reflection.MemberInfo]) { return $base.ToString() }
            # PSSerializer counts the levels of .NET objects only.
            if ($depth -le 0) { return "$value" }
            # What holds no list, table or object is quickly done with; notes are left behind by a copy.
            $hasNotes = $false
            if ($value -is [psobject] -and $base -isnot [System.Management.Automation.PSCustomObject]) {
                foreach ($property in $value.PSObject.Properties) { if ($property.IsInstance) { $hasNotes = $true; break } }
            }
            if (-not $hasNotes -and $base -is [System.Collections.IList]) {
                $isFlat = $true
                foreach ($held in $base) { if (-not (Test-Plain $held)) { $isFlat = $false; break } }
                if ($isFlat) { return , $value }
            } elseif (-not $hasNotes -and $base -is [System.Collections.IDictionary]) {
                $isFlat = $true
                foreach ($entry in $base.GetEnumerator()) {
                    $held = $entry.Value
                    $key = $entry.Key
                    if (-not (Test-Plain $held) -or -not (Test-Plain $key)) { $isFlat = $false; break }
                }
                if ($isFlat) { return , $value }
            }
            if ($null -eq $walk) { $walk = @{ ids = [System.Runtime.Serialization.ObjectIDGenerator]::new(); known = @{}; left = $mostInside } }
            $walk.left -= 1
            if ($walk.left -lt 0) { throw $tooMuch }
            # All custom objects have the same base.
            $key = $base
            if ($base -is [System.Management.Automation.PSCustomObject]) { $key = $value }
            $isNew = $false
            $id = $walk.ids.GetId($key, [ref]$isNew)
            if (-not $isNew) {
                if ($walk.known[$id]) { return "$value" }
                $place = "$id $depth"
                if ($walk.known.ContainsKey($place)) { return , $walk.known[$place] }
            }
            $walk.known[$id] = $true
            $result = $null
            :body do {
                if ($base -is [System.Xml.XmlNode]) { $result = $base.OuterXml; break body }
                if ($base -is [System.Collections.Specialized.NameValueCollection]) {
                    $copy = [System.Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal)
                    foreach ($name in $base.AllKeys) {
                        $texts = $base.GetValues($name)
                        if ($null -ne $texts -and $texts.Length -eq 1) { $texts = $texts[0] }
                        $copy["$name"] = $texts
                    }
                    $result = $copy
                    break body
                }
                if ($base -is [System.Collections.IDictionary]) {
                    $changes = [System.Collections.Generic.List[object]]::new()
                    $isChanged = $hasNotes
                    foreach ($entry in $base.GetEnumerator()) {
                        $held = $entry.Value
                        $limited = $held
                        if (-not (Test-Plain $held)) {
                            $limited = Limit-Value $held ($depth - 1) $walk
                            if (-not [object]::ReferenceEquals($limited, $held) -or $null -eq $held -or ($limited -isnot [psobject] -and $held -is [psobject])) { $isChanged = $true }
                        }
                        $key = $entry.Key
                        if (-not (Test-Plain $key)) {
                            $key = "$key"
                            $isChanged = $true
                        }
                        $changes.Add($key)
                        $changes.Add($limited)
                    }
                    if (-not $isChanged) { $result = $value; break body }
                    # Case counts: what comes from JSON may have keys that differ in nothing else.
                    $copy = [System.Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal)
                    for ($index = 0; $index -lt $changes.Count; $index += 2) {
                        # Two keys may have the same text.
                        $copy.Remove($changes[$index])
                        $copy.Add($changes[$index], $changes[$index + 1])
                    }
                    $result = $copy
                    break body
                }
                if ($base -is [System.Collections.IList] -and ($base -isnot [array] -or $base.Rank -eq 1)) {
                    $copy = $null
                    if ($hasNotes) { $copy = [System.Collections.ArrayList]::new($base) }
                    for ($index = 0; $index -lt $base.Count; $index += 1) {
                        $held = $base[$index]
                        if (Test-Plain $held) { continue }
                        $limited = Limit-Value $held ($depth - 1) $walk
                        if ([object]::ReferenceEquals($limited, $held) -and $null -ne $held -and ($limited -is [psobject] -or $held -isnot [psobject])) { continue }
                        if ($null -eq $copy) { $copy = [System.Collections.ArrayList]::new($base) }
                        $copy[$index] = $limited
                    }
                    if ($null -eq $copy) { $result = $value; break body }
                    $result = $copy.ToArray()
                    break body
                }
                if ($base -is [System.Management.Automation.PSCustomObject]) {
                    $changes = $null
                    foreach ($property in $value.PSObject.Properties) {
                        $held = $null
                        try { $held = $property.Value } catch { }
                        if (Test-Plain $held) { continue }
                        $limited = Limit-Value $held ($depth - 1) $walk
                        if ([object]::ReferenceEquals($limited, $held) -and $null -ne $held -and ($limited -is [psobject] -or $held -isnot [psobject])) { continue }
                        if ($null -eq $changes) { $changes = @{} }
                        $changes[$property.Name] = $limited
                    }
                    if ($null -eq $changes) { $result = $value; break body }
                    $copy = [ordered]@{}
                    foreach ($property in $value.PSObject.Properties) {
                        if ($changes.ContainsKey($property.Name)) { $copy[$property.Name] = $changes[$property.Name] }
                        else { try { $copy[$property.Name] = $property.Value } catch { $copy[$property.Name] = $null } }
                    }
                    $result = [pscustomobject]$copy
                    break body
                }
                # Sets, queues and what else can only be gone through.
                if ($base -is [System.Collections.IEnumerable]) {
                    $copy = [System.Collections.ArrayList]::new()
                    foreach ($held in $base) {
                        if ($copy.Count -ge $mostGoneThrough) { throw $tooMuch }
                        if (-not (Test-Plain $held)) { $held = Limit-Value $held ($depth - 1) $walk }
                        [void]$copy.Add($held)
                    }
                    $result = $copy.ToArray()
                    break body
                }
                if (Test-Live $value) {
                    $text = [System.Management.Automation.PSSerializer]::Serialize($value, [Math]::Min($liveDepth, $depth))
                    $result = ([System.Management.Automation.PSSerializer]::Deserialize($text))
                    break body
                }
                $result = $value
            } while ($false)
            $walk.known[$id] = $false
            $walk.known["$id $depth"] = $result
            , $result
        }'
    . ([scriptblock]::Create($limitScript))
    # The only scripts there are. They are constant, and are given values as arguments.
    $aboutScript = '
        $account = [Environment]::UserName
        $isElevated = $account -eq "root"
        if ([Environment]::OSVersion.Platform -eq [PlatformID]::Win32NT) {
            $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
            $account = $identity.Name
            $isElevated = (New-Object Security.Principal.WindowsPrincipal $identity).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
        }
        @{ account = $account; isElevated = [bool]$isElevated; machine = [Environment]::MachineName; version = [string]$PSVersionTable.PSVersion; languageMode = [string]$ExecutionContext.SessionState.LanguageMode }'
    # Where a remote session allows scripts, results are made text there: remoting itself keeps little of what is nested.
    $wrappedScript = 'param($Name, $Parameters, $Depth)' + $limitScript + '
        & $Name @Parameters | ForEach-Object {
            $held = $_
            $isFlat = Test-Plain $held
            if (-not $isFlat -and $_ -is [System.Management.Automation.PSCustomObject]) {
                $isFlat = $true
                try {
                    foreach ($property in $_.PSObject.Properties) {
                        $held = $property.Value
                        if (-not (Test-Plain $held)) { $isFlat = $false; break }
                    }
                } catch { $isFlat = $false }
            }
            if ($isFlat) { [System.Management.Automation.PSSerializer]::Serialize($_, $Depth) }
            elseif (Test-Live $_) { [System.Management.Automation.PSSerializer]::Serialize($_, [Math]::Min($liveDepth, $Depth)) }
            else { [System.Management.Automation.PSSerializer]::Serialize((Limit-Value $_ $Depth), $Depth) }
        }'

    $noInput = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $noInput.Complete()

    $isOpen = { $null -ne $far.session -and [string]$far.session.State -eq 'Opened' }
    $closeFar = {
        if ($null -eq $far.session) { return }
        try { $far.session.Runspace.Dispose() } catch { }
        $far.session = $null
    }
    $end = {
        param($id, $status)
        & $frame 'end' $id $status
        & $flush
    }

    # Begins the one pipeline of a request.
    # What goes wrong while a request is read is not told: its words may be those of a password.
    $unreadable = 'The request could not be read.'
    $begin = {
        param($id, $place, $request)
        $kind = [string]$request.Kind
        if ($place -ne 'local' -and -not (& $isOpen)) { & $end $id 'closed'; return }
        $shell = [System.Management.Automation.PowerShell]::Create()
        $shell.Runspace = if ($place -ne 'local') { $far.session.Runspace } else { $worker }
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $started = @{ id = $id; kind = $kind; shell = $shell; output = $output; depth = [int]$request.Depth; isText = $false; handle = $null }
        try {
            try { $parameters = & $readParameters $request } catch { throw $unreadable }
            switch ($kind) {
                'open' {
                    & $closeFar
                    # What ssh complains of, PowerShell writes to the console, and nowhere else.
                    $far.said = [System.IO.StringWriter]::new()
                    [Console]::SetOut([System.IO.TextWriter]::Synchronized($far.said))
                    [void]$shell.AddCommand('New-PSSession').AddParameters($parameters)
                }
                'about' { [void]$shell.AddScript($aboutScript) }
                'exists' { [void]$shell.AddCommand('Get-Command').AddParameter('Name', [string]$request.Name) }
                'command' {
                    if ($place -eq 'wrapped') {
                        $started.isText = $true
                        [void]$shell.AddScript($wrappedScript).AddArgument([string]$request.Name).AddArgument($parameters).AddArgument([int]$request.Depth)
                    } else {
                        [void]$shell.AddCommand([string]$request.Name)
                        [void]$shell.AddParameters($parameters)
                    }
                }
                default { throw "There is no request of the kind $kind." }
            }
            $started.handle = $shell.BeginInvoke($noInput, $output)
            $started
        } catch {
            & $problem $id $_ $true
            & $end $id 'failed'
            $shell.Dispose()
        }
    }
    $isOfProgram = { param($record) $record -is [System.Management.Automation.ErrorRecord] -and $record.FullyQualifiedErrorId -like 'NativeCommandError*' }
    $warnings = {
        param($ended)
        $told = 0
        $texts = @($ended.shell.Streams.Warning | Select-Object -First 100 | ForEach-Object { $_.Message })
        # A program's standard error is no error of the command: it holds progress and notices as well.
        $texts += @($ended.shell.Streams.Error | Where-Object { & $isOfProgram $_ } | Select-Object -First 100 | ForEach-Object { $_.Exception.Message })
        foreach ($text in $texts) {
            if ($told -ge 100) { break }
            $told += 1
            & $frame 'warning' $ended.id ([Convert]::ToBase64String($utf8.GetBytes([string](& $cut $text 4096))))
        }
    }
    # Items in documents of lists that grow, so that many small ones are quick and large ones do not pile up.
    $items = {
        param($ended)
        $output = $ended.output
        if ($ended.kind -eq 'open') {
            $far.session = $output[0].PSObject.BaseObject
            return
        }
        if ($ended.kind -eq 'exists') {
            & $document 'item' $ended.id (& $serialize ($output.Count -gt 0) 1)
            return
        }
        if ($ended.isText) {
            foreach ($text in $output) { & $document 'item' $ended.id ([string]$text) }
            return
        }
        $size = 1
        $batch = [System.Collections.ArrayList]::new()
        $isLive = $false
        for ($index = 0; $index -lt $output.Count; $index += 1) {
            $value = $output[$index]
            $output[$index] = $null
            $isNextLive = $false
            $base = $value
            if ($value -is [psobject]) { $base = $value.PSObject.BaseObject }
            if (-not (Test-Plain $value)) {
                # Flat records, the most frequent kind, are looked at here: a call for each would take longer than the rest.
                $isFlat = $base -is [System.Management.Automation.PSCustomObject]
                if ($isFlat) {
                    try {
                        foreach ($property in $value.PSObject.Properties) {
                            $held = $property.Value
                            if (-not (Test-Plain $held)) { $isFlat = $false; break }
                        }
                    } catch { $isFlat = $false }
                }
                if (-not $isFlat) {
                    $isNextLive = Test-Live $value
                    if (-not $isNextLive) { $value = Limit-Value $value $ended.depth }
                }
            }
            if ($batch.Count -gt 0 -and ($batch.Count -ge $size -or $isNextLive -ne $isLive)) { $size = & $sendBatch $ended $batch $isLive $size }
            $isLive = $isNextLive
            [void]$batch.Add($value)
        }
        if ($batch.Count -gt 0) { [void](& $sendBatch $ended $batch $isLive $size) }
    }
    $sendBatch = {
        param($ended, $batch, $isLive, $size)
        $depth = if ($isLive) { [Math]::Min($liveDepth, $ended.depth) } else { $ended.depth }
        if ($batch.Count -eq 1) {
            $text = [System.Management.Automation.PSSerializer]::Serialize($batch[0], $depth)
            & $document 'item' $ended.id $text
        } else {
            $text = [System.Management.Automation.PSSerializer]::Serialize($batch.ToArray(), $depth)
            & $document 'items' $ended.id $text
        }
        $batch.Clear()
        if ($text.Length -lt 32768 -and $size -lt 256) { return $size * 2 }
        if ($text.Length -gt 262144 -and $size -gt 1) { return [Math]::Max(1, [int][Math]::Floor($size / 4)) }
        $size
    }
    # What a pipeline left behind, told to the host.
    $finish = {
        param($ended)
        $shell = $ended.shell
        try {
            $how = [string]$shell.InvocationStateInfo.State
            # The usual case by itself, for speed: one small value, or none, and nothing else to tell.
            if ($how -eq 'Completed' -and $ended.kind -eq 'command' -and -not $shell.HadErrors -and $shell.Streams.Error.Count -eq 0 -and $shell.Streams.Warning.Count -eq 0 -and $ended.output.Count -le 1 -and -not $ended.isText) {
                $answer = ''
                if ($ended.output.Count -eq 1) {
                    $value = $ended.output[0]
                    $depth = $ended.depth
                    if (-not (Test-Plain $value)) {
                        if (Test-Live $value) { $depth = [Math]::Min($liveDepth, $depth) } else { $value = Limit-Value $value $depth }
                    }
                    $bytes = $utf8.GetBytes([System.Management.Automation.PSSerializer]::Serialize($value, $depth))
                    if ($bytes.Length -le $chunkBytes) {
                        $payload = [Convert]::ToBase64String($bytes)
                        $wire.frames += 1
                        $answer = "`n$boundary item $($ended.id) $payload $($wire.frames).$($payload.Length)`n"
                    }
                }
                if ($answer -ne '' -or $ended.output.Count -eq 0) {
                    $wire.frames += 1
                    $bytes = $utf8.GetBytes("$answer`n$boundary end $($ended.id) done $($wire.frames).4`n")
                    $stdout.Write($bytes, 0, $bytes.Length)
                    $stdout.Flush()
                    return
                }
            }
            if ($how -eq 'Stopped') { & $end $ended.id 'stopped'; return }
            & $warnings $ended
            $told = 0
            if ($ended.kind -ne 'exists') {
                foreach ($record in $shell.Streams.Error) {
                    if ($told -ge 20) { break }
                    if (& $isOfProgram $record) { continue }
                    $told += 1
                    & $problem $ended.id $record $false
                }
                if ($how -ne 'Completed') { & $problem $ended.id $shell.InvocationStateInfo.Reason $true; $told += 1 }
            }
            if ($told -gt 0) { & $end $ended.id 'failed'; return }
            & $items $ended
            & $end $ended.id 'done'
        } catch {
            & $problem $ended.id $_ $true
            & $end $ended.id 'failed'
        } finally {
            if ($ended.kind -eq 'open') {
                [Console]::SetOut([System.IO.TextWriter]::Null)
                $far.said = $null
            }
            $shell.Dispose()
            $ended.output.Dispose()
        }
    }

    $boundary = 'idle-shell'
    & $frame 'ready' 1 ''
    & $flush
    # The first line from the host is the word that all frames of this shell begin with.
    $boundary = $reader.ReadLine()
    & $document 'hello' 0 (& $serialize @{ version = [string]$PSVersionTable.PSVersion; edition = [string]$PSVersionTable.PSEdition; processId = $PID } 2)
    & $flush

    # Lines are read by a thread of their own. So the end of the host is noticed whatever else this one does, and ends
    # everything here: this shell, what it runs and what that started.
    $lines = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
    $hasLine = [System.Threading.AutoResetEvent]::new($false)
    $listener = [System.Management.Automation.PowerShell]::Create()
    [void]$listener.AddScript('param($reader, $lines, $hasLine, $isWindowsHost)
        try {
            while ($null -ne ($line = $reader.ReadLine())) {
                $lines.Enqueue($line)
                [void]$hasLine.Set()
            }
        } finally {
            if (-not $isWindowsHost) { try { [void][System.Diagnostics.Process]::Start("/bin/kill", "-9 0") } catch { } }
            [System.Diagnostics.Process]::GetCurrentProcess().Kill()
        }').AddArgument($reader).AddArgument($lines).AddArgument($hasLine).AddArgument($isWindowsHost)
    [void]$listener.BeginInvoke()

    $job = $null
    $line = $null
    $parts = [System.Text.StringBuilder]::new()
    while ($true) {
        if (-not $lines.TryDequeue([ref]$line)) {
            if ($null -eq $job) { [void]$hasLine.WaitOne() }
            elseif ([System.Threading.WaitHandle]::WaitAny(@($job.handle.AsyncWaitHandle, $hasLine)) -eq 0) {
                $ended = $job
                $job = $null
                & $finish $ended
                # A command can close the runspace it runs in. This shell is of no use then: the host starts another.
                if ([string]$worker.RunspaceStateInfo.State -ne 'Opened') { [System.Diagnostics.Process]::GetCurrentProcess().Kill() }
            }
            continue
        }
        $kind, $id, $payload = $line.Split([char[]]' ', 3)
        switch ($kind) {
            'part' { [void]$parts.Append($utf8.GetString([Convert]::FromBase64String($payload))) }
            { $_ -in 'local', 'remote', 'wrapped' } {
                [void]$parts.Append($utf8.GetString([Convert]::FromBase64String($payload)))
                $text = $parts.ToString()
                [void]$parts.Clear()
                if ($parts.Capacity -gt 1048576) { $parts.Capacity = 4096 }
                $line = $null
                $payload = $null
                try {
                    try { $request = [System.Management.Automation.PSSerializer]::Deserialize($text) } catch { throw $unreadable }
                    $text = $null
                    $job = & $begin $id $kind $request
                } catch {
                    & $problem $id $_ $true
                    & $end $id 'failed'
                }
                $request = $null
            }
            'stop' { if ($null -ne $job -and $job.id -eq $id) { [void]$job.shell.BeginStop($null, $null) } }
            'bye' { & $closeFar; & $end $id 'done' }
        }
    }
}
