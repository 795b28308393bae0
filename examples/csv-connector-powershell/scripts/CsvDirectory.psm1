using namespace System.Collections.Generic
using namespace System.IO
using namespace System.Security.Cryptography
using namespace System.Text
using namespace System.Text.RegularExpressions
using namespace Microsoft.MetadirectoryServices

<#
The common module: what the scripts beside it know of the directory. A connector has one common module, which is written
where its scripts look for it; so all of it stands in one file:

    collections
    object types        what the directory consists of
    errors              how they are told
    CSV                 records in texts, values in fields
    names               which distinguished name is the same, and what stands in what
    folders             partitions, and all files of one as they are at one moment
    import              rows as entries
    change log          what happened since a watermark
    passwords           rules and hashes
    directory           a partition in memory, for whoever changes it
    writing             all of a page on the disk, or nothing of it

The syntax is that of Windows PowerShell 5.1, so that it runs there as in PowerShell 7.
#>
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

#region Collections

# Those of PowerShell itself pass over case, and ids and columns must not.
function New-Map {
    param($Copied)
    if ($null -ne $Copied) { return , [Dictionary[string, object]]::new($Copied, [StringComparer]::Ordinal) }
    , [Dictionary[string, object]]::new([StringComparer]::Ordinal)
}

function New-Set {
    , [HashSet[string]]::new([StringComparer]::Ordinal)
}

#endregion
#region Object types

function New-Attribute {
    param(
        [string]$Name,
        [string]$DataType = 'String',
        [string]$Operation = 'ImportExport',
        [switch]$IsMultiValued,
        [switch]$IsAnchor
    )
    [pscustomobject]@{
        Name          = $Name
        DataType      = $DataType
        Operation     = $Operation
        IsMultiValued = [bool]$IsMultiValued
        IsAnchor      = [bool]$IsAnchor
        # Its values are the texts as they stand.
        IsText        = $DataType -in 'String', 'Reference'
    }
}

function New-ObjectType {
    param([string]$Name, [string]$File, [string]$Rdn, [object[]]$Attributes, [string[]]$Needed = @())
    $byName = @{}
    foreach ($attribute in $Attributes) { $byName[$attribute.Name] = $attribute }
    [pscustomobject]@{
        Name       = $Name
        File       = $File
        # What the names of its objects begin with.
        Rdn        = $Rdn
        Attributes = $Attributes
        ByName     = $byName
        References = @($Attributes | Where-Object { $_.DataType -eq 'Reference' })
        # A new object needs them, and no two objects have the same.
        Needed     = $Needed
    }
}

# The column that the directory fills in itself, with something that never changes: so it is the anchor.
$anchor = New-Attribute id -Operation ImportOnly -IsAnchor

# Containers first: whoever reads in this order knows the place before what stands in it.
$objectTypes = @(
    New-ObjectType organizationalUnit ous.csv OU @(
        $anchor
        New-Attribute description
    )
    New-ObjectType user users.csv CN -Needed accountName @(
        $anchor
        New-Attribute accountName
        New-Attribute displayName
        New-Attribute givenName
        New-Attribute surname
        New-Attribute mail
        New-Attribute department
        New-Attribute title
        New-Attribute company
        New-Attribute employeeId
        New-Attribute employeeType
        New-Attribute officePhone
        New-Attribute mobilePhone
        New-Attribute employeeNumber Integer
        New-Attribute accountEnabled Boolean
        New-Attribute locked Boolean
        New-Attribute mustChangePassword Boolean ImportOnly
        New-Attribute phones -IsMultiValued
        New-Attribute manager Reference
        New-Attribute photo Binary
    )
    New-ObjectType group groups.csv CN @(
        $anchor
        New-Attribute displayName
        New-Attribute description
        New-Attribute member Reference -IsMultiValued
    )
)

# All of them; the one of a name.
function Get-ObjectType {
    param([string]$Name)
    if (-not $PSBoundParameters.ContainsKey('Name')) { return $objectTypes }
    foreach ($type in $objectTypes) { if ($type.Name -ceq $Name) { return $type } }
}

#endregion
#region Errors

# What ends the run: an exception that the host knows by its type.
function Stop-Run {
    param([string]$Exception, [string]$Message)
    throw (New-Object "Microsoft.MetadirectoryServices.$Exception" $Message)
}

# What concerns one object: an exception with one of the codes of MAImportError or MAExportError. Never with a value.
function Stop-Entry {
    param([string]$Code, [string]$Message)
    $exception = [InvalidOperationException]::new($Message)
    $exception.Data['Code'] = $Code
    throw $exception
}

# The code of an error that Stop-Entry has thrown; nothing for any other one, which is for Stop-Run, or a fault of ours.
function Get-EntryCode {
    param([System.Management.Automation.ErrorRecord]$ErrorRecord)
    $ErrorRecord.Exception.Data['Code']
}

# Runs a block. What goes wrong with files is told in words for the people who run the connector.
function Invoke-InOwnWords {
    param([string]$Folder, [scriptblock]$Work)
    try { & $Work }
    catch {
        $exception = $_.Exception.GetBaseException()
        if ($exception -is [IOException] -or $exception -is [UnauthorizedAccessException]) {
            Stop-Run ServerDownException "There is no access to the directory in ""$Folder"": $($exception.Message)"
        }
        throw
    }
}

function Stop-WrongFile {
    param([string]$How)
    Stop-Run ExtensibleExtensionException "A file of the directory cannot be used: $How. Mend it."
}

#endregion
#region CSV

# One field, in quotes or without. What is grouped with ?> is not tried in other ways, however long a wrong text is.
$fieldPattern = '"(?>[^"]+|"")*"|[^"{0}\r\n]*'
$commaField = $fieldPattern -f ','
$semicolonField = $fieldPattern -f ';'
$recordPattern = [regex]"\G(?<field>$commaField)(?:,(?<field>$commaField))*(?:\r?\n|\z)"
$listPattern = [regex]"\A(?<field>$semicolonField)(?:;(?<field>$semicolonField))*\z"
# A record ends where a line does, unless that stands in quotes.
$recordEnd = [regex]'\G(?>[^"\n]+|"[^"]*")*(?:\n|\z)'
$goodFields = [regex]"\A(?>(?:$commaField),)*"
$quote = [char]'"'

# Reads a text record by record: each Read-Record makes the cursor hold the next one.
function New-Cursor {
    param([string]$Text, [int]$At = 0, [int]$Line = 1)
    [pscustomobject]@{
        Text     = $Text
        # Where the next record begins.
        Next     = $At
        NextLine = $Line
        Line     = $Line
        # Null where nothing stands, which is something else than an empty text in quotes.
        Fields   = $null
        # In place of the fields: the rest of a sentence about the record.
        Problem  = $null
    }
}

# False at the end. Empty lines are records of one field without a value.
function Read-Record {
    param($Cursor)
    $text = $Cursor.Text
    $at = $Cursor.Next
    if ($at -ge $text.Length) { return $false }
    $Cursor.Line = $Cursor.NextLine
    $match = $recordPattern.Match($text, $at)
    if ($match.Success) {
        $Cursor.Fields = Get-Captured $match
        $Cursor.Problem = $null
        $length = $match.Length
    }
    else {
        $end = $recordEnd.Match($text, $at)
        $length = $text.Length - $at
        if ($end.Success) { $length = $end.Length }
        $Cursor.Fields = $null
        $Cursor.Problem = Get-RecordProblem $text.Substring($at, $length).TrimEnd("`r`n".ToCharArray())
    }
    $Cursor.Next = $at + $length
    for ($found = $at; ; $found++) {
        $found = $text.IndexOf("`n", $found, $Cursor.Next - $found, [StringComparison]::Ordinal)
        if ($found -lt 0) { break }
        $Cursor.NextLine++
    }
    return $true
}

function Get-Captured {
    param([Match]$Match)
    $captures = $Match.Groups['field'].Captures
    $fields = [object[]]::new($captures.Count)
    $place = 0
    foreach ($capture in $captures) {
        $value = $capture.Value
        if ($value.Length -gt 0) {
            if ($value[0] -eq $quote) { $value = $value.Substring(1, $value.Length - 2).Replace('""', '"') }
            $fields[$place] = $value
        }
        $place++
    }
    , $fields
}

function Get-RecordProblem {
    param([string]$Record)
    $rest = $Record.Substring($goodFields.Match($Record).Length)
    if (-not $rest.StartsWith('"')) {
        if ($rest -match '\A[^,"]*"') { return 'has a quote in a field that does not begin with one' }
        return 'has a line break in a field without quotes'
    }
    if ($rest -match '\A"(?>[^"]+|"")*"') { return 'has text behind a closing quote' }
    'has a quote that is never closed'
}

# What cannot stand without quotes. A byte order mark would be taken off where it is the first thing in a file.
$needsQuotes = @{ ',' = [regex]'\A\z|[",\r\n\uFEFF]'; ';' = [regex]'\A\z|[";\r\n\uFEFF]' }

# A record without its line end. Read again, it has the same fields.
function Format-Record {
    param([object[]]$Fields, [string]$Delimiter = ',')
    $special = $needsQuotes[$Delimiter]
    $texts = [string[]]::new($Fields.Count)
    $place = 0
    foreach ($field in $Fields) {
        if ($null -ne $field) {
            if ($special.IsMatch($field)) { $field = '"' + $field.Replace('"', '""') + '"' }
            $texts[$place] = $field
        }
        $place++
    }
    [string]::Join($Delimiter, $texts)
}

# The texts of an attribute's values. Several are a record of their own within the field, with semicolons.
function Get-Texts {
    param($Value, $Attribute)
    if ($null -eq $Value) { return }
    if (-not $Attribute.IsMultiValued) { return $Value }
    $match = $listPattern.Match($Value)
    # Nothing between two semicolons is no value: a comparison of a list takes it out.
    if ($match.Success) { return (Get-Captured $match) -ne $null }
    Stop-Entry ImportErrorParseError "$($Attribute.Name) is no list of values with semicolons"
}

# Null where there is no value.
function Join-Texts {
    param([string[]]$Texts, $Attribute)
    if ($Texts.Count -eq 0) { return $null }
    if ($Attribute.IsMultiValued) { return Format-Record $Texts ';' }
    $Texts[0]
}

$invariant = [cultureinfo]::InvariantCulture

# A value as ECMA2 has it: String and Reference as a text, Integer as a long, Boolean as a bool, Binary as bytes.
function ConvertTo-Value {
    param([string]$Text, $Attribute)
    $name = $Attribute.Name
    switch ($Attribute.DataType) {
        'Integer' {
            $isWhole = $Text -match '\A-?[0-9]{1,19}\z'
            $number = 0L
            if ($isWhole -and [long]::TryParse($Text, 'AllowLeadingSign', $invariant, [ref]$number)) { return $number }
            $problem = if ($isWhole) { 'is beyond 64 bits' } else { 'is no whole number' }
            Stop-Entry ImportErrorInvalidNumericValue "$name $problem"
        }
        'Boolean' {
            if ($Text -eq 'true') { return $true }
            if ($Text -eq 'false') { return $false }
            Stop-Entry ImportErrorInvalidBooleanValue "$name is neither true nor false"
        }
        'Binary' {
            $bytes = $null
            try { $bytes = [Convert]::FromBase64String($Text) } catch { $bytes = $null }
            # Base64 is written in one way only: no blanks, no other bits at its end.
            if ($null -ne $bytes -and [Convert]::ToBase64String($bytes) -ceq $Text) { return , $bytes }
            Stop-Entry ImportErrorInvalidBase64Value "$name is no base64"
        }
        default { return $Text }
    }
}

# Null for what is no value of the attribute.
function ConvertFrom-Value {
    param($Value, $Attribute)
    switch ($Attribute.DataType) {
        'Integer' { if ($Value -is [long] -or $Value -is [int]) { return $Value.ToString($invariant) } }
        'Boolean' { if ($Value -is [bool]) { return $Value.ToString().ToLowerInvariant() } }
        'Binary' { if ($Value -is [byte[]]) { return [Convert]::ToBase64String($Value) } }
        default { if ($Value -is [string] -and $Value.Length -gt 0 -and (Test-Unicode $Value)) { return $Value } }
    }
}

$utf8 = [UTF8Encoding]::new($false, $true)

# Whether a text can be written as UTF-8: halves of characters cannot.
function Test-Unicode {
    param([string]$Text)
    try { $null = $utf8.GetByteCount($Text); $true } catch { $false }
}

#endregion
#region Names

# Each name is read once: many stand in one container, and groups name the same people again and again.
$names = New-Map
$stepEnd = [regex]'(?<=(?<!\\)(?:\\\\)*),'
$partEnd = [regex]'(?<=(?<!\\)(?:\\\\)*)\+'
# Most steps are of this kind, and need no closer look.
$plainStep = [regex]'\A([A-Za-z][A-Za-z0-9-]*)=([A-Za-z0-9''()*./:=@_&-]+(?: [A-Za-z0-9''()*./:=@_&-]+)*)\z'
$partPattern = [regex]'(?s)\A\s*([A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)\s*=(.*)\z'
$namedValue = [regex]'(?s)\A[ \t\r\n]*((?:\\.|[^\\"<>;\0])*?)[ \t\r\n]*\z'
$escaped = [regex]'(?s)((?:\\[0-9A-Fa-f]{2})+)|\\(.)'

<#
A distinguished name (RFC 4514); nothing for what is none. Its key is the same for all spellings: the steps from the
root to the object, a line each, so that the key of a container is the beginning of the keys of what stands in it.
#>
function Get-Name {
    param([string]$Text)
    $name = $null
    if ($names.TryGetValue($Text, [ref]$name)) { return $name }
    $names[$Text] = $null
    $end = $stepEnd.Match($Text)
    $first = $Text
    $parentKey = ''
    if ($end.Success) {
        $first = $Text.Substring(0, $end.Index)
        $parent = Get-Name $Text.Substring($end.Index + 1)
        if ($null -eq $parent) { return }
        $parentKey = $parent.Key
    }
    $step = Get-Step $first
    if ($null -eq $step) { return }
    $name = [pscustomobject]@{
        Text      = $Text
        Step      = $first
        Key       = $parentKey + $step.Key + "`n"
        ParentKey = $parentKey
        # What it begins with, and what that is; null where its first step has more than one part.
        Rdn       = $step.Rdn
        Value     = $step.Value
    }
    $names[$Text] = $name
    $name
}

function Get-Step {
    param([string]$Text)
    $match = $plainStep.Match($Text)
    if ($match.Success) {
        $type, $value = $match.Groups[1].Value, $match.Groups[2].Value
        return @{ Key = $Text.ToLowerInvariant(); Rdn = $type.ToUpperInvariant(); Value = $value }
    }
    $keys = foreach ($part in $partEnd.Split($Text)) {
        $match = $partPattern.Match($part)
        if (-not $match.Success) { return }
        $type, $value = $match.Groups[1].Value, (Get-NamedValue $match.Groups[2].Value)
        if ([string]::IsNullOrEmpty($value)) { return }
        "$($type.ToLowerInvariant())=$(Get-Folded $value)"
    }
    if (@($keys).Count -gt 1) { return @{ Key = @($keys | Sort-Object) -join '+'; Rdn = $null; Value = $null } }
    @{ Key = $keys; Rdn = $type.ToUpperInvariant(); Value = $value }
}

# Blanks around a value are no part of it, unless a backslash stands before them.
function Get-NamedValue {
    param([string]$Text)
    $match = $namedValue.Match($Text)
    if (-not $match.Success) { return }
    $value = $match.Groups[1].Value
    if (-not $value.Contains('\')) { return $value }
    try { $escaped.Replace($value, $unescape) } catch { return }
}

$unescape = [MatchEvaluator] {
    param($match)
    if ($match.Groups[2].Success) { return $match.Groups[2].Value }
    $digits = $match.Groups[1].Value.Split([char[]]'\', [StringSplitOptions]::RemoveEmptyEntries)
    $utf8.GetString([byte[]]@($digits | ForEach-Object { [Convert]::ToByte($_, 16) }))
}

# Case and the number of blanks do not count. What would end a step or a part is written in another way.
function Get-Folded {
    param([string]$Value)
    $folded = $Value.Normalize([NormalizationForm]::FormKC).ToLowerInvariant()
    ($folded -replace ' +', ' ').Trim(' ').Replace('\', '\\').Replace("`n", '\n').Replace('+', '\+')
}

function Test-Within {
    param([string]$Key, [string]$Container)
    $Key.Length -gt $Container.Length -and $Key.StartsWith($Container, [StringComparison]::Ordinal)
}

# What stood in a container, when that is called otherwise.
function Get-MovedName {
    param($Name, $Before, $After)
    $above = $After
    if ($Name.ParentKey -cne $Before.Key) {
        $above = Get-MovedName (Get-Name $Name.Text.Substring($Name.Step.Length + 1)) $Before $After
    }
    Get-Name "$($Name.Step),$($above.Text)"
}

#endregion
#region Folders

# Where the directory is: the parameter Folder, from the folder of the definition. Empty when it is not said.
function Get-DirectoryFolder {
    param($ConfigParameters)
    if (-not $ConfigParameters.Contains('Folder_Global')) { return '' }
    $written = "$($ConfigParameters['Folder_Global'].Value)".Trim()
    if ($written -eq '') { return '' }
    [Path]::GetFullPath([Path]::Combine([Utils]::ExtensionsDirectory, $written))
}

# The text of a file; null when it is not there. Others may put another file in its place while it is read.
function Read-Text {
    param([string]$Path)
    try { $stream = [FileStream]::new($Path, 'Open', 'Read', 'ReadWrite, Delete') }
    catch [FileNotFoundException] { return $null }
    catch [DirectoryNotFoundException] { return $null }
    try { [StreamReader]::new($stream, $utf8).ReadToEnd() }
    catch [DecoderFallbackException] { Stop-WrongFile "$([Path]::GetFileName($Path)) is no UTF-8" }
    finally { $stream.Dispose() }
}

function Get-Partitions {
    param([string]$Folder)
    $file = 'partitions.csv'
    $text = Read-Text (Join-Path -Path $Folder -ChildPath $file)
    if ($null -eq $text) { Stop-Run ServerDownException "There is no $file in the folder ""$Folder""." }
    $columns = $null
    $cursor = New-Cursor $text
    $found = @(while (Read-Record $cursor) {
        if ($cursor.Problem) { Stop-WrongFile "$file, line $($cursor.Line): the record $($cursor.Problem)" }
        $fields = $cursor.Fields
        if ($fields.Count -eq 1 -and $null -eq $fields[0]) { continue }
        if ($null -eq $columns) {
            $columns = $fields
            foreach ($column in 'dn', 'folder', 'id', 'name') {
                if ($columns -cnotcontains $column) { Stop-WrongFile "$file has no column $column in its first line" }
            }
            continue
        }
        $row = @{}
        $most = [Math]::Min($columns.Count, $fields.Count)
        for ($place = 0; $place -lt $most; $place++) { $row["$($columns[$place])"] = $fields[$place] }
        $root = Get-Name "$($row['dn'])"
        if ($null -eq $root) { Stop-WrongFile "$file has no distinguished name as dn in line $($cursor.Line)" }
        if ("$($row['folder'])" -notmatch '\A[\w-]+\z') {
            $how = "has no folder in line $($cursor.Line): it has to be the plain name of one beside the file"
            Stop-WrongFile "$file $how"
        }
        $name = $root.Text
        if ($row['name']) { $name = $row['name'] }
        $own = Join-Path -Path $Folder -ChildPath $row['folder']
        [pscustomobject]@{ Root = $root; Folder = $own; Id = $row['id']; Name = $name }
    })
    if ($found.Count -eq 0) { Stop-WrongFile "$file names no partition" }
    $found
}

function Get-PartitionNamed {
    param([string]$Folder, [string]$Dn)
    $name = Get-Name $Dn
    foreach ($partition in Get-Partitions $Folder) {
        if ($null -ne $name -and $partition.Root.Key -ceq $name.Key) { return $partition }
    }
    Stop-Run ExtensibleExtensionException "The directory has no partition ""$Dn""."
}

# What is valid of a partition's folder: of each of `files` the version `<file>.<version>.new`, as long as that is
# there, and the lines of the change log up to `logBytes`. A folder that nobody has changed yet has no such file.
function Read-Head {
    param([string]$Folder)
    $path = Join-Path -Path $Folder -ChildPath head.json
    $text = Read-Text $path
    if ($null -eq $text) { return [pscustomobject]@{ version = 0; log = ''; sequence = 0; logBytes = 0; files = @() } }
    try {
        $head = ConvertFrom-Json $text
        return [pscustomobject]@{
            version  = [long]$head.version
            log      = [string]$head.log
            sequence = [long]$head.sequence
            logBytes = [long]$head.logBytes
            files    = @($head.files)
        }
    }
    catch {
        Stop-Run ExtensibleExtensionException ("""$path"" is not what this connector writes. " +
            'Restore it together with the files beside it.')
    }
}

function Get-PendingPath {
    param([string]$Folder, [string]$File, [long]$Version)
    Join-Path -Path $Folder -ChildPath "$File.$Version.new"
}

# The version that was written last, unless it has got its name already.
function Read-Valid {
    param([string]$Folder, [string]$File, $Head)
    if ($Head.files -ccontains $File) {
        $text = Read-Text (Get-PendingPath $Folder $File $Head.version)
        if ($null -ne $text) { return $text }
    }
    Read-Text (Join-Path -Path $Folder -ChildPath $File)
}

# All files of a partition as they are at one moment, in the order of the object types: in memory, so that whatever is
# written later changes nothing of what is read.
function Open-Snapshot {
    param([string]$Folder)
    for ($try = 0; $try -lt 20; $try++) {
        $head = Read-Head $Folder
        $texts = @{}
        foreach ($type in $objectTypes) { $texts[$type.File] = Read-Valid $Folder $type.File $head }
        if ((Read-Head $Folder).version -ne $head.version) { continue }
        $tables = foreach ($type in $objectTypes) {
            $text = $texts[$type.File]
            if ($null -eq $text) { Stop-Run ServerDownException "There is no $($type.File) in the folder ""$Folder""." }
            New-Table $type $text
        }
        return [pscustomobject]@{ Folder = $Folder; Head = $head; Tables = $tables }
    }
    Stop-Run ServerDownException "The directory in ""$Folder"" changes too fast to be read."
}

# A file of objects: its columns, and its rows from any place on.
function New-Table {
    param($Type, [string]$Text)
    $file = $Type.File
    $cursor = New-Cursor $Text
    if (-not (Read-Record $cursor)) {
        Stop-WrongFile "$file is empty: its first line has to name the columns, with id and dn"
    }
    if ($cursor.Problem) { Stop-WrongFile "$file, line 1: the record $($cursor.Problem)" }
    $places = [Dictionary[string, int]]::new([StringComparer]::Ordinal)
    foreach ($column in $cursor.Fields) {
        if ($places.ContainsKey("$column")) { Stop-WrongFile "$file has the column ""$column"" twice" }
        $places["$column"] = $places.Count
    }
    foreach ($column in 'id', 'dn') {
        if (-not $places.ContainsKey($column)) { Stop-WrongFile "$file has no column $column in its first line" }
    }
    [pscustomobject]@{
        Type      = $Type
        Text      = $Text
        Columns   = [string[]]$cursor.Fields
        Places    = $places
        Start     = $cursor.Next
        StartLine = $cursor.NextLine
        # Attributes that have a column, so that nobody looks for the others row by row.
        Present   = @($Type.Attributes | Where-Object { $_.Name -ne 'id' -and $places.ContainsKey($_.Name) })
    }
}

#endregion
#region Import

<#
The row where a cursor stands, as an entry: Add in a full import, Replace in a delta. One that cannot be read becomes an
entry with an error that says where it stands and not what is in it, so that its object is not taken for gone. Nothing
for an empty line.
#>
function ConvertTo-Entry {
    param($Cursor, $Table, [string]$Modification)
    $fields = $Cursor.Fields
    if ($null -ne $fields -and $fields.Count -eq 1 -and $null -eq $fields[0]) { return }
    $entry = [CSEntryChange]::Create()
    $entry.ObjectModificationType = $Modification
    $entry.ObjectType = $Table.Type.Name
    try {
        if ($Cursor.Problem) { Stop-Entry ImportErrorParseError "the record $($Cursor.Problem)" }
        if ($fields.Count -ne $Table.Columns.Count) {
            $how = "$($fields.Count) fields, where the first line names $($Table.Columns.Count)"
            Stop-Entry ImportErrorParseError $how
        }
        $id = $fields[$Table.Places['id']]
        $dn = $fields[$Table.Places['dn']]
        if ($dn) { $entry.DN = $dn }
        if (-not $id) { Stop-Entry ImportErrorParseError 'no id' }
        if (-not $dn) { Stop-Entry ImportErrorParseError 'no dn' }
        $entry.AnchorAttributes.Add([AnchorAttribute]::Create('id', $id))
        $changes = [List[AttributeChange]]::new()
        $changes.Add([AttributeChange]::CreateAttributeAdd('id', [object]$id))
        foreach ($attribute in $Table.Present) {
            $field = $fields[$Table.Places[$attribute.Name]]
            if ($null -eq $field) { continue }
            if ($attribute.IsMultiValued) {
                $values = [List[object]]::new()
                # What comes through the pipeline is wrapped, and would stay so in a list of objects.
                foreach ($text in [string[]](Get-Texts $field $attribute)) {
                    if ($attribute.IsText) { $values.Add($text) }
                    else { $values.Add((ConvertTo-Value $text $attribute).PSObject.BaseObject) }
                }
                if ($values.Count -eq 0) { continue }
                $changes.Add([AttributeChange]::CreateAttributeAdd($attribute.Name, $values))
                continue
            }
            $value = $field
            if (-not $attribute.IsText) { $value = ConvertTo-Value $field $attribute }
            $changes.Add([AttributeChange]::CreateAttributeAdd($attribute.Name, [object]$value))
        }
        # All of them together: an entry with an error has no values.
        foreach ($change in $changes) { $entry.AttributeChanges.Add($change) }
    }
    catch {
        $code = Get-EntryCode $_
        if ($null -eq $code) { throw }
        $entry.ErrorCodeImport = $code
        $entry.ErrorDetail = "$($Table.Type.File), line $($Cursor.Line): $($_.Exception.Message)."
    }
    $entry
}

# An object that is gone.
function New-DeletedEntry {
    param([string]$ObjectType, [string]$Id, [string]$Dn)
    $entry = [CSEntryChange]::Create()
    $entry.ObjectModificationType = 'Delete'
    if ($ObjectType) { $entry.ObjectType = $ObjectType }
    if ($Dn) { $entry.DN = $Dn }
    if ($Id) { $entry.AnchorAttributes.Add([AnchorAttribute]::Create('id', $Id)) }
    $entry
}

# The id among the anchors of an entry; null for one that has none.
function Get-AnchorId {
    param($Entry)
    foreach ($anchor in $Entry.AnchorAttributes) { if ($anchor.Name -ceq 'id') { return [string]$anchor.Value } }
}

#endregion
#region Change log

$changeKinds = 'add', 'update', 'rename', 'delete'

# Up to where the change log has been read.
function Get-Watermark {
    param($Head)
    '{0}:{1}:{2}' -f $Head.log, $Head.sequence, $Head.logBytes
}

# What was logged after a watermark, in the order in which it happened: Kind, Type, Id, and the name that the object has
# afterwards; of one that is gone, the name that it had.
function Get-LoggedChanges {
    param([string]$Folder, $Head, [string]$Watermark)
    if ($Watermark -notmatch '\A([\w-]*):([0-9]{1,15}):([0-9]{1,15})\z') { Stop-OtherLog }
    $log = $Matches[1]
    $sequence = [long]$Matches[2]
    $at = [long]$Matches[3]
    $isFromBeginning = $log -eq '' -and $sequence -eq 0
    if (($log -cne $Head.log -and -not $isFromBeginning) -or $sequence -gt $Head.sequence) { Stop-OtherLog }
    if ($sequence -eq $Head.sequence) { return }
    $cursor = New-Cursor (Read-LogText $Folder $at $Head.logBytes)
    if ($at -eq 0) { $null = Read-Record $cursor }
    while (Read-Record $cursor) {
        $fields = $cursor.Fields
        $sequence++
        $isChange = $null -ne $fields -and $fields.Count -eq 5 -and $fields[0] -ceq "$sequence"
        if (-not $isChange -or $changeKinds -cnotcontains $fields[1]) {
            Stop-BrokenLog "has something else than the change $sequence where that should be"
        }
        [pscustomobject]@{ Kind = $fields[1]; Type = $fields[2]; Id = $fields[3]; Dn = $fields[4] }
    }
    if ($sequence -ne $Head.sequence) { Stop-BrokenLog 'ends too early' }
}

function Read-LogText {
    param([string]$Folder, [long]$From, [long]$To)
    $path = Join-Path -Path $Folder -ChildPath changes.csv
    if (-not [File]::Exists($path)) { Stop-BrokenLog 'is not there' }
    $stream = [FileStream]::new($path, 'Open', 'Read', 'ReadWrite, Delete')
    try {
        if ($stream.Length -lt $To) { Stop-BrokenLog 'ends too early' }
        $bytes = [byte[]]::new($To - $From)
        $null = $stream.Seek($From, 'Begin')
        for ($have = 0; $have -lt $bytes.Count; ) { $have += $stream.Read($bytes, $have, $bytes.Count - $have) }
        $utf8.GetString($bytes)
    }
    finally { $stream.Dispose() }
}

function Stop-OtherLog {
    Stop-Run ExtensibleExtensionException ('The change log of the directory is not the one that the last import ' +
        'has read: it was restored or begun anew. Run a full import.')
}

function Stop-BrokenLog {
    param([string]$How)
    Stop-Run ExtensibleExtensionException ("changes.csv $How. It is written by this connector alone: " +
        'restore it together with the files beside it, then run a full import.')
}

#endregion
#region Passwords

$fewestCharacters = 12
# What is recommended for PBKDF2 with SHA-256:
# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
$iterations = 600000
$saltLength = 16
$hashLength = 32

# What is wrong with a password: the exception for it, and words that tell nothing of it. Nothing when it is right.
function Get-PasswordProblem {
    param([string]$Password)
    if ($Password -match '[\0\r\n]' -or -not (Test-Unicode $Password)) {
        return [pscustomobject]@{
            Exception = 'PasswordIllFormedException'
            Message   = 'A password has no NUL, no line break and nothing that is no Unicode.'
        }
    }
    # The second half of a character beyond the first 65,536 does not count.
    if ($Password.Length - [regex]::Matches($Password, '[\uDC00-\uDFFF]').Count -ge $fewestCharacters) { return }
    [pscustomobject]@{
        Exception = 'PasswordPolicyViolationException'
        Message   = "A password has at least $fewestCharacters characters."
    }
}

# With a salt of its own, and what is needed to compute it again.
function Get-PasswordHash {
    param([string]$Password)
    $salt = [byte[]]::new($saltLength)
    $random = [RandomNumberGenerator]::Create()
    try { $random.GetBytes($salt) } finally { $random.Dispose() }
    $hash = Get-DerivedBytes $Password $salt $iterations
    'pbkdf2-sha256', $iterations, [Convert]::ToBase64String($salt), [Convert]::ToBase64String($hash) -join '$'
}

# False also for a hash that is none.
function Test-Password {
    param([string]$Password, [string]$Hash)
    if ($Hash -notmatch '\Apbkdf2-sha256\$([0-9]{1,8})\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)\z') { return $false }
    try {
        $expected = [Convert]::FromBase64String($Matches[3])
        $derived = Get-DerivedBytes $Password ([Convert]::FromBase64String($Matches[2])) ([int]$Matches[1])
    }
    catch { return $false }
    if ($expected.Count -ne $hashLength) { return $false }
    # All bytes are compared, so that the time it takes says nothing about where they differ.
    $differing = 0
    for ($place = 0; $place -lt $hashLength; $place++) {
        $differing = $differing -bor ($expected[$place] -bxor $derived[$place])
    }
    $differing -eq 0
}

function Get-DerivedBytes {
    param([string]$Password, [byte[]]$Salt, [int]$Iterations)
    # The same password is the same text, whatever keyboard it was typed on (RFC 8265).
    $text = $Password.Normalize([NormalizationForm]::FormC)
    $sha256 = [HashAlgorithmName]::SHA256
    $derive = [Rfc2898DeriveBytes]::new($text, $Salt, $Iterations, $sha256)
    try { , $derive.GetBytes($hashLength) } finally { $derive.Dispose() }
}

# Hashes by id; empty where there is no file yet.
function Read-Passwords {
    param([string]$Folder, $Head)
    $hashes = New-Map
    $text = Read-Valid $Folder passwords.csv $Head
    if ($null -eq $text) { return , $hashes }
    $cursor = New-Cursor $text
    $null = Read-Record $cursor
    while (Read-Record $cursor) {
        if ($cursor.Problem -or $cursor.Fields.Count -lt 2) {
            Stop-WrongFile "passwords.csv has no id and hash in line $($cursor.Line)"
        }
        $hashes[$cursor.Fields[0]] = $cursor.Fields[1]
    }
    , $hashes
}

#endregion
#region Directory

<#
A partition in memory, for whoever changes it, alone: names must be unique, and references must lead somewhere. What was
changed takes effect with Save-Directory, all of it together.
#>
function Open-Directory {
    param($Partition)
    $lock = Open-Lock $Partition.Folder
    try {
        $null = Complete-Commit $Partition.Folder
        $snapshot = Open-Snapshot $Partition.Folder
        $directory = [pscustomobject]@{
            Folder     = $Partition.Folder
            Root       = $Partition.Root
            Lock       = $lock
            Head       = $snapshot.Head
            Tables     = $snapshot.Tables
            # In the order of the files, by the name of the type.
            Rows       = @{}
            ById       = New-Map
            ByName     = New-Map
            ByText     = New-Map
            # Who refers to a name, or did; made when somebody needs it.
            Referrers  = $null
            Hashes     = Read-Passwords $Partition.Folder $snapshot.Head
            # Since it was saved.
            Changes    = [List[object]]::new()
            NewHashes  = $false
            IsDone     = $false
        }
        foreach ($table in $snapshot.Tables) { Read-Rows $directory $table }
        $directory
    }
    catch {
        $lock.Dispose()
        throw
    }
}

# What was not saved is forgotten.
function Close-Directory {
    param($Directory)
    $Directory.Lock.Dispose()
}

# One who writes at a time. The system takes the lock away when the process is gone; the file stays, since two who lock
# a file that is removed and made anew could both succeed.
function Open-Lock {
    param([string]$Folder)
    $path = Join-Path -Path $Folder -ChildPath writing.lock
    try { [FileStream]::new($path, 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [DirectoryNotFoundException] { throw }
    catch [IOException] {
        Stop-Run ServerDownException "Somebody else writes to the directory in ""$Folder"". Try again later."
    }
}

# A row that could not be written back as it was is an error: then nothing is exported.
function Read-Rows {
    param($Directory, $Table)
    $type = $Table.Type
    $rows = [List[object]]::new()
    $Directory.Rows[$type.Name] = $rows
    $cursor = New-Cursor $Table.Text $Table.Start $Table.StartLine
    while (Read-Record $cursor) {
        $fields = $cursor.Fields
        $at = "$($type.File), line $($cursor.Line): the record"
        if ($cursor.Problem) { Stop-WrongFile "$at $($cursor.Problem)" }
        if ($fields.Count -eq 1 -and $null -eq $fields[0]) { continue }
        if ($fields.Count -ne $Table.Columns.Count) {
            Stop-WrongFile "$at has $($fields.Count) fields, where the first line names $($Table.Columns.Count)"
        }
        $id = $fields[$Table.Places['id']]
        $name = Get-Name "$($fields[$Table.Places['dn']])"
        if (-not $id) { Stop-WrongFile "$at has no id" }
        if ($null -eq $name) { Stop-WrongFile "$at has no distinguished name as dn" }
        if (-not (Test-Within $name.Key $Directory.Root.Key)) {
            Stop-WrongFile "$at has a name that is not in the partition"
        }
        if ($Directory.ById.ContainsKey($id)) { Stop-WrongFile "$at has the id of another one" }
        if ($Directory.ByName.ContainsKey($name.Key)) { Stop-WrongFile "$at has the name of another one" }
        $cells = New-Map
        for ($place = 0; $place -lt $fields.Count; $place++) {
            if ($null -ne $fields[$place]) { $cells[$Table.Columns[$place]] = $fields[$place] }
        }
        $null = $cells.Remove('id')
        $null = $cells.Remove('dn')
        $entry = [pscustomobject]@{ Id = $id; Type = $type; Name = $name; Cells = $cells }
        $rows.Add($entry)
        Add-ToIndex $Directory $entry
    }
}

function Add-ToIndex {
    param($Directory, $Entry)
    $Directory.ById[$Entry.Id] = $Entry
    $Directory.ByName[$Entry.Name.Key] = $Entry
    foreach ($key in Get-TextKeys $Entry) { $Directory.ByText[$key] = $Entry }
    if ($null -ne $Directory.Referrers) { Add-Referrer $Directory $Entry }
}

function Remove-FromIndex {
    param($Directory, $Entry)
    $null = $Directory.ById.Remove($Entry.Id)
    $null = $Directory.ByName.Remove($Entry.Name.Key)
    foreach ($key in Get-TextKeys $Entry) { $null = $Directory.ByText.Remove($key) }
}

function Get-TextKeys {
    param($Entry)
    foreach ($column in $Entry.Type.Needed) {
        if ($Entry.Cells.ContainsKey($column)) { Get-TextKey $Entry.Type $column $Entry.Cells[$column] }
    }
}

function Get-TextKey {
    param($Type, [string]$Column, [string]$Text)
    "$($Type.Name)|$Column|$($Text.ToLowerInvariant())"
}

# Whoever has a text, or one that differs in case only, in a column without doubles.
function Get-HolderOf {
    param($Directory, $Type, [string]$Column, [string]$Text)
    $entry = $null
    if ($Directory.ByText.TryGetValue((Get-TextKey $Type $Column $Text), [ref]$entry)) { $entry }
}

# Whose name a text is; nothing where nobody here has it.
function Get-EntryNamed {
    param($Directory, [string]$Dn)
    $name = Get-Name $Dn
    $entry = $null
    if ($null -ne $name -and $Directory.ByName.TryGetValue($name.Key, [ref]$entry)) { $entry }
}

# The object that is meant: by its id, by its name where there is none.
function Find-Entry {
    param($Directory, [string]$Id, [string]$Dn)
    if (-not $Id) { return Get-EntryNamed $Directory $Dn }
    $entry = $null
    if ($Directory.ById.TryGetValue($Id, [ref]$entry)) { $entry }
}

function Add-Change {
    param($Directory, [string]$Kind, $Entry)
    $Directory.Changes.Add([pscustomobject]@{ Kind = $Kind; Type = $Entry.Type; Id = $Entry.Id; Dn = $Entry.Name.Text })
}

function Add-Entry {
    param($Directory, $Entry)
    $Directory.Rows[$Entry.Type.Name].Add($Entry)
    Add-ToIndex $Directory $Entry
    Add-Change $Directory add $Entry
}

# Gives an object other values, and another name. What stands in it and what refers to it follows.
function Set-Entry {
    param($Directory, $Entry, $Name, $Cells)
    $before = $Entry.Name
    Remove-FromIndex $Directory $Entry
    $Entry.Cells = $Cells
    $Entry.Name = $Name
    Add-ToIndex $Directory $Entry
    if ($before.Text -ceq $Name.Text) {
        Add-Change $Directory update $Entry
        return
    }
    Add-Change $Directory rename $Entry
    $moved = New-Map
    $moved[$before.Key] = $Name.Text
    $inside = @()
    if ($Entry.Type.Name -eq 'organizationalUnit') {
        $inside = @($Directory.ByName.Values | Where-Object { Test-Within $_.Name.Key $before.Key } |
            Sort-Object { $_.Name.Key.Length })
    }
    foreach ($each in $inside) {
        $null = $Directory.ByName.Remove($each.Name.Key)
        $after = Get-MovedName $each.Name $before $Name
        $moved[$each.Name.Key] = $after.Text
        $each.Name = $after
        $Directory.ByName[$after.Key] = $each
        Add-Change $Directory rename $each
    }
    Update-References $Directory $moved
}

# Nobody refers to it any more, either.
function Remove-Entry {
    param($Directory, $Entry)
    $null = $Directory.Rows[$Entry.Type.Name].Remove($Entry)
    Remove-FromIndex $Directory $Entry
    Add-Change $Directory delete $Entry
    $moved = New-Map
    $moved[$Entry.Name.Key] = $null
    Update-References $Directory $moved
    if ($Directory.Hashes.Remove($Entry.Id)) { $Directory.NewHashes = $true }
}

function Test-HasChildren {
    param($Directory, $Name)
    foreach ($entry in $Directory.ByName.Values) { if ($entry.Name.ParentKey -ceq $Name.Key) { return $true } }
    $false
}

# Who refers to one of these names refers to the new one; where that is empty, to nobody. All at once: two objects can
# have changed names with each other.
function Update-References {
    param($Directory, $Moved)
    if ($null -eq $Directory.Referrers) {
        $Directory.Referrers = New-Map
        foreach ($entry in $Directory.ById.Values) { Add-Referrer $Directory $entry }
    }
    $holders = New-Set
    foreach ($key in $Moved.Keys) {
        $found = $null
        if ($Directory.Referrers.TryGetValue($key, [ref]$found)) { $holders.UnionWith($found) }
    }
    foreach ($id in $holders) {
        $entry = Find-Entry $Directory $id
        if ($null -eq $entry) { continue }
        $isChanged = $false
        foreach ($attribute in $entry.Type.References) {
            if (-not $entry.Cells.ContainsKey($attribute.Name)) { continue }
            $texts = [List[string]]::new()
            $isOther = $false
            foreach ($text in Get-Texts $entry.Cells[$attribute.Name] $attribute) {
                $name = Get-Name $text
                if ($null -eq $name -or -not $Moved.ContainsKey($name.Key)) { $texts.Add($text); continue }
                $isOther = $true
                if ($Moved[$name.Key]) { $texts.Add($Moved[$name.Key]) }
            }
            if (-not $isOther) { continue }
            $isChanged = $true
            if ($texts.Count -eq 0) { $null = $entry.Cells.Remove($attribute.Name) }
            else { $entry.Cells[$attribute.Name] = Join-Texts $texts $attribute }
        }
        if (-not $isChanged) { continue }
        Add-Referrer $Directory $entry
        Add-Change $Directory update $entry
    }
}

function Add-Referrer {
    param($Directory, $Entry)
    foreach ($attribute in $Entry.Type.References) {
        if (-not $Entry.Cells.ContainsKey($attribute.Name)) { continue }
        foreach ($text in Get-Texts $Entry.Cells[$attribute.Name] $attribute) {
            $name = Get-Name $text
            if ($null -eq $name) { continue }
            $ids = $null
            if (-not $Directory.Referrers.TryGetValue($name.Key, [ref]$ids)) {
                $ids = New-Set
                $Directory.Referrers[$name.Key] = $ids
            }
            $null = $ids.Add($Entry.Id)
        }
    }
}

function Set-PasswordHash {
    param($Directory, $Entry, [string]$Password)
    $Directory.Hashes[$Entry.Id] = Get-PasswordHash $Password
    $Directory.NewHashes = $true
}

#endregion
#region Writing

<#
Writes down what has changed. In this order, each on the disk before the next begins:

1. the new lines of the change log, behind those that are valid;
2. the new version of each file, beside the old one;
3. the new head, in the place of the old one: in this moment all of it is valid;
4. the new versions get the names of the files.

Whoever is cut off before 3 leaves files that nobody looks at; after 3, everybody looks at the new versions first.
#>
function Save-Directory {
    param($Directory)
    if ($Directory.IsDone) { throw 'What was written last did not go well, and nothing can be written after it.' }
    if ($Directory.Changes.Count -eq 0 -and -not $Directory.NewHashes) { return }
    # Until this has gone well. After an error, what is on the disk is to be read anew.
    $Directory.IsDone = $true
    $folder = $Directory.Folder
    $head = $Directory.Head
    $version = $head.version + 1
    $changed = @{}
    foreach ($change in $Directory.Changes) { $changed[$change.Type.File] = $true }
    $logBytes = $head.logBytes
    if ($Directory.Changes.Count -gt 0) { $logBytes = Add-LogLines $folder $head $Directory.Changes }
    $files = @(
        foreach ($table in $Directory.Tables) {
            if (-not $changed.ContainsKey($table.Type.File)) { continue }
            Write-File (Get-PendingPath $folder $table.Type.File $version) (Format-Rows $Directory $table)
            $table.Type.File
        }
        if ($Directory.NewHashes) {
            Write-File (Get-PendingPath $folder passwords.csv $version) (Format-Passwords $Directory.Hashes) -IsPrivate
            'passwords.csv'
        }
    )
    $next = [pscustomobject][ordered]@{
        version  = $version
        log      = $head.log
        sequence = $head.sequence + $Directory.Changes.Count
        logBytes = $logBytes
        files    = [string[]]$files
    }
    if ($next.log -eq '') { $next.log = [guid]::NewGuid().ToString() }
    $path = Get-PendingPath $folder head.json $version
    Write-File $path ((ConvertTo-Json $next -Compress) + "`n")
    Move-Over $path (Join-Path -Path $folder -ChildPath head.json)
    $Directory.Head = Complete-Commit $folder
    $Directory.Changes.Clear()
    $Directory.NewHashes = $false
    $Directory.IsDone = $false
}

# Gives what is valid its names, and removes what never became valid: the last step of a commit, and the first one of
# who comes after a writer that was cut off.
function Complete-Commit {
    param([string]$Folder)
    $head = Read-Head $Folder
    foreach ($file in $head.files) {
        $path = Get-PendingPath $Folder $file $head.version
        if ([File]::Exists($path)) { Move-Over $path (Join-Path -Path $Folder -ChildPath $file) }
    }
    foreach ($path in [Directory]::GetFiles($Folder, '*.new')) {
        $file = [Path]::GetFileName($path)
        if ($file -cmatch '\A(?:[a-z]+\.csv|head\.json)\.[0-9]+\.new\z') { [File]::Delete($path) }
    }
    $head
}

# In one step: whoever looks sees the old file or the new one.
function Move-Over {
    param([string]$From, [string]$To)
    if ([File]::Exists($To)) { [File]::Replace($From, $To, [NullString]::Value) }
    else { [File]::Move($From, $To) }
}

function Write-File {
    param([string]$Path, [string]$Text, [switch]$IsPrivate)
    # One that somebody left there would keep its mode.
    [File]::Delete($Path)
    $stream = [FileStream]::new($Path, 'CreateNew', 'Write', 'None')
    try {
        # On Windows the folder says who may read its files.
        if ($IsPrivate -and $env:OS -ne 'Windows_NT') { [File]::SetUnixFileMode($Path, 'UserRead, UserWrite') }
        $bytes = $utf8.GetBytes($Text)
        $stream.Write($bytes, 0, $bytes.Count)
        $stream.Flush($true)
    }
    finally { $stream.Dispose() }
}

# The new length of what is valid.
function Add-LogLines {
    param([string]$Folder, $Head, $Changes)
    $sequence = $Head.sequence
    $text = [StringBuilder]::new()
    if ($Head.logBytes -eq 0) { $null = $text.Append("sequence,change,type,id,dn`n") }
    foreach ($change in $Changes) {
        $sequence++
        $record = Format-Record @("$sequence", $change.Kind, $change.Type.Name, $change.Id, $change.Dn)
        $null = $text.Append($record).Append("`n")
    }
    $stream = [FileStream]::new((Join-Path -Path $Folder -ChildPath changes.csv), 'OpenOrCreate', 'Write', 'Read')
    try {
        # What stands there is of a writer that was cut off.
        $stream.SetLength($Head.logBytes)
        $null = $stream.Seek(0, 'End')
        $bytes = $utf8.GetBytes($text.ToString())
        $stream.Write($bytes, 0, $bytes.Count)
        $stream.Flush($true)
        $stream.Length
    }
    finally { $stream.Dispose() }
}

# The file of a type as the directory has it now: its columns as they were, and those that it lacked.
function Format-Rows {
    param($Directory, $Table)
    $columns = [List[string]]::new($Table.Columns)
    foreach ($attribute in $Table.Type.Attributes) {
        if (-not $Table.Places.ContainsKey($attribute.Name)) { $columns.Add($attribute.Name) }
    }
    $text = [StringBuilder]::new()
    $null = $text.Append((Format-Record $columns)).Append("`n")
    $fields = [object[]]::new($columns.Count)
    foreach ($entry in $Directory.Rows[$Table.Type.Name]) {
        for ($place = 0; $place -lt $columns.Count; $place++) {
            $column = $columns[$place]
            $fields[$place] = $null
            if ($column -ceq 'id') { $fields[$place] = $entry.Id }
            elseif ($column -ceq 'dn') { $fields[$place] = $entry.Name.Text }
            elseif ($entry.Cells.ContainsKey($column)) { $fields[$place] = $entry.Cells[$column] }
        }
        $null = $text.Append((Format-Record $fields)).Append("`n")
    }
    $text.ToString()
}

function Format-Passwords {
    param($Hashes)
    $text = [StringBuilder]::new("id,hash`n")
    foreach ($id in $Hashes.Keys) { $null = $text.Append((Format-Record @($id, $Hashes[$id]))).Append("`n") }
    $text.ToString()
}

#endregion

Export-ModuleMember -Function @(
    'New-Map', 'New-Set'
    'Get-ObjectType', 'Stop-Run', 'Stop-Entry', 'Get-EntryCode', 'Invoke-InOwnWords'
    'New-Cursor', 'Read-Record', 'Get-Texts', 'Join-Texts', 'ConvertFrom-Value'
    'Get-Name', 'Test-Within'
    'Get-DirectoryFolder', 'Get-Partitions', 'Get-PartitionNamed', 'Open-Snapshot'
    'ConvertTo-Entry', 'New-DeletedEntry', 'Get-AnchorId', 'Get-LoggedChanges', 'Get-Watermark'
    'Get-PasswordProblem', 'Set-PasswordHash', 'Test-Password'
    'Open-Directory', 'Close-Directory', 'Save-Directory', 'Get-EntryNamed', 'Find-Entry', 'Get-HolderOf'
    'Add-Entry', 'Set-Entry', 'Remove-Entry', 'Test-HasChildren'
)
