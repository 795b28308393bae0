<#
One page of an export. Each entry is applied in memory, or refused with one of the codes of MAExportError and nothing of
it is done; then all of the page is written down together. What the host hears to have gone well is on the disk.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential,

    [Parameter(Mandatory = $true)]
    [System.Collections.Generic.IList[Microsoft.MetadirectoryServices.CSEntryChange]]
    $CSEntries,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.OpenExportConnectionRunStep]
    $OpenExportConnectionRunStep,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.Schema]
    $Types
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

# A result is needed where something went wrong, or where the directory has made an anchor; otherwise there is none.
function Export-Entry {
    param($Directory, $Entry)
    try {
        switch ("$($Entry.ObjectModificationType)") {
            'Add' { Export-NewObject $Directory $Entry }
            'Delete' { Export-Deletion $Directory $Entry }
            default { Export-ChangedObject $Directory $Entry }
        }
    }
    catch {
        $code = Get-EntryCode $_
        if ($null -eq $code) { throw }
        # What is there already cannot be read.
        if ($code -like 'ImportError*') { $code = 'ExportErrorConnectedDirectoryError' }
        New-EntryResult $Entry $null $code $_.Exception.Message
    }
}

function New-EntryResult {
    param($Entry, [string]$NewId, [string]$Code, [string]$Message)
    $anchors = [System.Collections.Generic.List[Microsoft.MetadirectoryServices.AttributeChange]]::new()
    if ($NewId) {
        $anchors.Add([Microsoft.MetadirectoryServices.AttributeChange]::CreateAttributeAdd('id', [object]$NewId))
    }
    if ($Code -eq 'Success') {
        return [Microsoft.MetadirectoryServices.CSEntryChangeResult]::Create($Entry.Identifier, $anchors, $Code)
    }
    # A name of the error is for codes that have none of their own.
    [Microsoft.MetadirectoryServices.CSEntryChangeResult]::Create($Entry.Identifier, $anchors, $Code, '', $Message)
}

function New-LaterReferencesResult {
    param($Entry, [string]$NewId)
    $message = 'A reference names nobody in this partition of the directory.'
    New-EntryResult $Entry $NewId ExportActionRetryReferenceAttribute $message
}

# Whoever is gone already is gone: an export that is repeated finds it so.
function Export-Deletion {
    param($Directory, $Entry)
    $found = Find-Entry $Directory (Get-AnchorId $Entry) $Entry.DN
    if ($null -eq $found) { return }
    if (Test-HasChildren $Directory $found.Name) {
        Stop-Entry ExportErrorConstraintViolation 'The container is not empty.'
    }
    Remove-Entry $Directory $found
}

function Export-NewObject {
    param($Directory, $Entry)
    $type = Get-ObjectType "$($Entry.ObjectType)"
    if ($null -eq $type) { Stop-Entry ExportErrorConstraintViolation 'The directory has no such object type.' }
    $name = Get-ExpectedName $Entry.DN $type
    Assert-Free $Directory $name $null
    $new = [pscustomobject]@{ Id = [guid]::NewGuid().ToString(); Type = $type; Name = $name; Cells = New-Map }
    $draft = Get-Draft $Directory $new $new.Cells $Entry
    foreach ($attribute in $type.Needed) {
        if (-not (Test-Value $draft.Cells $attribute)) {
            Stop-Entry ExportErrorMissingProvisioningAttribute "A new $($type.Name) needs $attribute."
        }
    }
    $new.Cells = $draft.Cells
    Add-Entry $Directory $new
    if ($null -ne $draft.Password) { Set-PasswordHash $Directory $new $draft.Password }
    if ($draft.LacksReferences) { New-LaterReferencesResult $Entry $new.Id }
    else { New-EntryResult $Entry $new.Id Success }
}

function Export-ChangedObject {
    param($Directory, $Entry)
    $found = Find-Entry $Directory (Get-AnchorId $Entry) $Entry.DN
    if ($null -eq $found) { Stop-Entry ExportErrorConnectedDirectoryMissingObject 'The directory has no such object.' }
    $type = $found.Type
    if ($type.Name -cne $Entry.ObjectType) {
        Stop-Entry ExportErrorConstraintViolation "The object is of the type $($type.Name), and stays so."
    }
    $name = Get-NewName $Directory $found $Entry
    $before = $found.Cells
    if ("$($Entry.ObjectModificationType)" -eq 'Replace') { $before = Get-ClearedCells $found }
    $draft = Get-Draft $Directory $found $before $Entry
    foreach ($attribute in $type.Needed) {
        if (-not (Test-Value $draft.Cells $attribute) -and (Test-Value $found.Cells $attribute)) {
            Stop-Entry ExportErrorConstraintViolation "A $($type.Name) needs $attribute."
        }
    }
    # What changes nothing is not written down.
    if ($name.Text -cne $found.Name.Text -or -not (Test-SameCells $draft.Cells $found.Cells)) {
        Set-Entry $Directory $found $name $draft.Cells
    }
    if ($null -ne $draft.Password) { Set-PasswordHash $Directory $found $draft.Password }
    if ($draft.LacksReferences) { New-LaterReferencesResult $Entry }
}

# A rename comes as a change of the attribute DN.
function Get-NewName {
    param($Directory, $Found, $Entry)
    foreach ($change in $Entry.AttributeChanges) {
        if ($change.Name -cne 'DN') { continue }
        $text = ''
        foreach ($valueChange in $change.ValueChanges) {
            if ($valueChange.ModificationType -ne 'Delete') { $text = "$($valueChange.Value)" }
        }
        $name = Get-ExpectedName $text $Found.Type
        Assert-Free $Directory $name $Found
        if (Test-Within $name.Key $Found.Name.Key) {
            Stop-Entry ExportErrorInvalidDN 'A container cannot be moved into itself.'
        }
        return $name
    }
    $Found.Name
}

function Get-ExpectedName {
    param([string]$Dn, $Type)
    $name = Get-Name $Dn
    if ($null -eq $name) { Stop-Entry ExportErrorInvalidDN 'That is no distinguished name.' }
    if ($name.Rdn -ceq $Type.Rdn) { return $name }
    Stop-Entry ExportErrorInvalidDN ("The name of a $($Type.Name) begins with $($Type.Rdn)=, " +
        'and its first step has nothing else.')
}

# Nobody else has the name, and its container is there.
function Assert-Free {
    param($Directory, $Name, $Self)
    $root = $Directory.Root
    if (-not (Test-Within $Name.Key $root.Key)) { Stop-Entry ExportErrorInvalidDN 'The name is not in this partition.' }
    $other = $null
    if ($Directory.ByName.TryGetValue($Name.Key, [ref]$other) -and $other -ne $Self) {
        Stop-Entry ExportErrorConnectedDirectoryExistingObject 'Another object has that name.'
    }
    if ($Name.ParentKey -ceq $root.Key) { return }
    $parent = $null
    if (-not $Directory.ByName.TryGetValue($Name.ParentKey, [ref]$parent)) {
        Stop-Entry ExportErrorNonExistingParent 'There is no such container.'
    }
    if ($parent.Type.Name -ne 'organizationalUnit') {
        Stop-Entry ExportErrorInvalidDN "A $($parent.Type.Name) is no container."
    }
}

<#
What the cells of an object become by the attribute changes of an entry. A reference that names nobody is for later:
then no reference of the entry is taken, and all of them come again.
#>
function Get-Draft {
    param($Directory, $Self, $Before, $Entry)
    $type = $Self.Type
    $draft = [pscustomobject]@{ Cells = New-Map $Before; Password = $null; LacksReferences = $false }
    foreach ($change in $Entry.AttributeChanges) {
        if ($change.Name -ceq 'DN') { continue }
        if ($change.Name -ceq 'export_password') {
            $draft.Password = Get-NewPassword $change $type
            continue
        }
        $attribute = $null
        if ($type.ByName.ContainsKey($change.Name)) { $attribute = $type.ByName[$change.Name] }
        if ($null -eq $attribute -or $attribute.Name -cne $change.Name -or $attribute.Operation -eq 'ImportOnly') {
            Stop-Entry ExportErrorConstraintViolation """$($change.Name)"" of a $($type.Name) cannot be set."
        }
        $texts = @()
        if ($draft.Cells.ContainsKey($change.Name)) { $texts = @(Get-Texts $draft.Cells[$change.Name] $attribute) }
        $texts = Get-ChangedTexts $texts $change $attribute
        if ($attribute.DataType -eq 'Reference') {
            $texts = Get-Targets $Directory $texts $Before $attribute
            if ($null -eq $texts) {
                $draft.LacksReferences = $true
                continue
            }
        }
        Set-Cell $draft.Cells $attribute.Name (Join-Texts $texts $attribute)
        if ($type.Needed -ccontains $attribute.Name) { Assert-Unique $Directory $Self $attribute $texts }
    }
    if ($draft.LacksReferences) {
        foreach ($attribute in $type.References) {
            $value = $null
            if ($Before.ContainsKey($attribute.Name)) { $value = $Before[$attribute.Name] }
            Set-Cell $draft.Cells $attribute.Name $value
        }
    }
    $draft
}

# What an attribute has after a change, each once.
function Get-ChangedTexts {
    param([string[]]$Before, $Change, $Attribute)
    $how = "$($Change.ModificationType)"
    $added = [System.Collections.Generic.List[string]]::new()
    $removed = New-Set
    foreach ($valueChange in $Change.ValueChanges) {
        if ($how -eq 'Delete') { break }
        $text = ConvertFrom-Value $valueChange.Value $Attribute
        if ($null -eq $text) {
            Stop-Entry ExportErrorInvalidAttributeValue ("$($Attribute.Name) takes no such value: " +
                "it is of the type $($Attribute.DataType).")
        }
        if ($valueChange.ModificationType -ne 'Delete') { $added.Add($text) }
        else { $null = $removed.Add((Get-ValueKey $text $Attribute)) }
    }
    $texts = [System.Collections.Generic.List[string]]::new()
    $keys = New-Set
    # Where there is one value, a new one takes its place.
    if ($how -in 'Add', 'Update' -and ($Attribute.IsMultiValued -or $added.Count -eq 0)) {
        foreach ($text in $Before) {
            $key = Get-ValueKey $text $Attribute
            if (-not $removed.Contains($key) -and $keys.Add($key)) { $texts.Add($text) }
        }
    }
    foreach ($text in $added) { if ($keys.Add((Get-ValueKey $text $Attribute))) { $texts.Add($text) } }
    if (-not $Attribute.IsMultiValued -and $texts.Count -gt 1) {
        Stop-Entry ExportErrorConstraintViolation "$($Attribute.Name) has one value."
    }
    , $texts.ToArray()
}

# The same for texts that mean the same.
function Get-ValueKey {
    param([string]$Text, $Attribute)
    if ($Attribute.DataType -ne 'Reference') { return $Text }
    $name = Get-Name $Text
    if ($null -eq $name) { $Text } else { $name.Key }
}

# The names as the directory writes them; nothing where a new one is nobody's. Names of nobody that are there already
# stay.
function Get-Targets {
    param($Directory, [string[]]$Texts, $Before, $Attribute)
    $known = New-Map
    if ($Before.ContainsKey($Attribute.Name)) {
        foreach ($text in Get-Texts $Before[$Attribute.Name] $Attribute) {
            $known[(Get-ValueKey $text $Attribute)] = $text
        }
    }
    $targets = [System.Collections.Generic.List[string]]::new()
    foreach ($text in $Texts) {
        $key = Get-ValueKey $text $Attribute
        $target = Get-EntryNamed $Directory $text
        if ($null -ne $target) { $targets.Add($target.Name.Text) }
        elseif ($known.ContainsKey($key)) { $targets.Add($known[$key]) }
        else { return }
    }
    , $targets.ToArray()
}

function Assert-Unique {
    param($Directory, $Self, $Attribute, [string[]]$Texts)
    if ($Texts.Count -eq 0) { return }
    $holder = Get-HolderOf $Directory $Self.Type $Attribute.Name $Texts[0]
    if ($null -eq $holder -or $holder.Id -ceq $Self.Id) { return }
    Stop-Entry ExportErrorConstraintViolation "Another $($Self.Type.Name) has the same $($Attribute.Name)."
}

function Get-NewPassword {
    param($Change, $Type)
    $password = $null
    foreach ($valueChange in $Change.ValueChanges) { $password = $valueChange.Value }
    if ($Type.Name -ne 'user' -or $password -isnot [string]) {
        Stop-Entry ExportErrorConstraintViolation 'Users have a password, which comes as a text.'
    }
    $problem = Get-PasswordProblem $password
    if ($null -eq $problem) { return $password }
    $code = 'ExportErrorInvalidAttributeValue'
    if ($problem.Exception -eq 'PasswordPolicyViolationException') { $code = 'ExportErrorPasswordPolicyViolation' }
    Stop-Entry $code $problem.Message
}

function Set-Cell {
    param($Cells, [string]$Column, $Value)
    if ($null -eq $Value) { $null = $Cells.Remove($Column) } else { $Cells[$Column] = $Value }
}

function Test-Value {
    param($Cells, [string]$Column)
    $Cells.ContainsKey($Column) -and $Cells[$Column] -ne ''
}

# For an entry that is a whole object. Columns that are none of our attributes, or that the directory fills in itself,
# stay.
function Get-ClearedCells {
    param($Found)
    $cells = New-Map $Found.Cells
    foreach ($attribute in $Found.Type.Attributes) {
        if ($attribute.Operation -ne 'ImportOnly') { $null = $cells.Remove($attribute.Name) }
    }
    , $cells
}

function Test-SameCells {
    param($One, $Other)
    if ($One.Count -ne $Other.Count) { return $false }
    foreach ($column in $One.Keys) {
        if (-not $Other.ContainsKey($column) -or $One[$column] -cne $Other[$column]) { return $false }
    }
    $true
}

$results = New-Object Microsoft.MetadirectoryServices.PutExportEntriesResults
Invoke-InOwnWords (Get-DirectoryFolder $ConfigParameters) {
    foreach ($entry in $CSEntries) {
        $result = Export-Entry $Global:CsvExport $entry
        if ($null -ne $result) { $results.CSEntryChangeResults.Add($result) }
    }
    Save-Directory $Global:CsvExport
}
Write-Output $results
