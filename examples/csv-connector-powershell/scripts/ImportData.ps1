<#
One page of an import. Where it begins stands in the custom data that the page before has left: "step:N" is a place in
the steps of a delta, "table:N" the beginning of a file, "table:N:PLACE:LINE" a record in it.
#>
param(
    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.ImportRunStep]
    $GetImportEntriesRunStep,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.OpenImportConnectionRunStep]
    $OpenImportConnectionRunStep,

    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.Schema]
    $Types
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path ([Microsoft.MetadirectoryServices.MAUtils]::MAFolder) -ChildPath "CsvDirectory.psm1")

function Get-Page {
    param($Source, [string]$CustomData, [int]$PageSize)
    $entries = [System.Collections.Generic.List[Microsoft.MetadirectoryServices.CSEntryChange]]::new()
    $kind, $number, $place, $line = $CustomData.Split(':')
    $number = [int]$number
    if ($kind -eq 'step') {
        $steps = @()
        if ($null -ne $Source.Plan) { $steps = $Source.Plan.Steps }
        if ($number -lt $steps.Count) {
            $end = [Math]::Min($number + $PageSize, $steps.Count)
            for (; $number -lt $end; $number++) { $entries.Add($steps[$number]) }
            $next = 'table:0'
            if ($end -lt $steps.Count) { $next = "step:$end" }
            return New-Page $entries $next
        }
        $number = 0
    }
    $tables = $Source.Snapshot.Tables
    for (; $number -lt $tables.Count; $number++) {
        $table = $tables[$number]
        $wanted = $null
        if ($null -ne $Source.Plan) {
            # A file in which nothing has changed is not read.
            if (-not $Source.Plan.Changed.TryGetValue($table.Type.Name, [ref]$wanted)) { continue }
        }
        $cursor = New-Cursor $table.Text $table.Start $table.StartLine
        if ($place) { $cursor = New-Cursor $table.Text $place $line }
        # The next file begins at its beginning.
        $place = $null
        Add-Entries $entries $cursor $table $wanted $PageSize
        if ($cursor.Next -lt $table.Text.Length) {
            return New-Page $entries "table:${number}:$($cursor.Next):$($cursor.NextLine)"
        }
    }
    New-Page $entries ''
}

# Rows of a file, until it ends or the page is full. Of a delta only those whose ids are wanted.
function Add-Entries {
    param($Entries, $Cursor, $Table, $Wanted, [int]$PageSize)
    $modification = 'Add'
    if ($null -ne $Wanted) { $modification = 'Replace' }
    $idPlace = $Table.Places['id']
    while ($Entries.Count -lt $PageSize -and (Read-Record $Cursor)) {
        if ($null -ne $Wanted -and -not $Cursor.Problem) {
            # One that cannot be read may be one of those that changed: the entry says what is wrong with it.
            $id = $null
            if ($idPlace -lt $Cursor.Fields.Count) { $id = $Cursor.Fields[$idPlace] }
            if (-not $Wanted.Contains("$id")) { continue }
        }
        $entry = ConvertTo-Entry $Cursor $Table $modification
        if ($null -ne $entry) { $Entries.Add($entry) }
    }
}

# Without a next one it is the last.
function New-Page {
    param($Entries, [string]$Next)
    [Microsoft.MetadirectoryServices.GetImportEntriesResults]::new($Next, ($Next -ne ''), $Entries)
}

# The objects that the host asks for, as they are: whole, or gone. By their id; by their name where the host knows no
# more.
function Get-WholeEntries {
    param($Source, $Asked)
    $missing = New-Map
    foreach ($entry in $Asked) { $missing[(Get-SearchKey (Get-AnchorId $entry) $entry.DN)] = $entry }
    $entries = [System.Collections.Generic.List[Microsoft.MetadirectoryServices.CSEntryChange]]::new()
    foreach ($table in $Source.Snapshot.Tables) {
        $cursor = New-Cursor $table.Text $table.Start $table.StartLine
        while ($missing.Count -gt 0 -and (Read-Record $cursor)) {
            if ($cursor.Problem -or $cursor.Fields.Count -ne $table.Columns.Count) { continue }
            $isAsked = $missing.Remove((Get-SearchKey $cursor.Fields[$table.Places['id']]))
            if (-not $isAsked) { $isAsked = $missing.Remove((Get-SearchKey '' $cursor.Fields[$table.Places['dn']])) }
            if ($isAsked) { $entries.Add((ConvertTo-Entry $cursor $table Replace)) }
        }
    }
    foreach ($entry in $missing.Values) {
        $id = Get-AnchorId $entry
        $dn = $entry.DN
        if ($id) { $dn = '' }
        $entries.Add((New-DeletedEntry $entry.ObjectType $id $dn))
    }
    New-Page $entries ''
}

function Get-SearchKey {
    param([string]$Id, [string]$Dn)
    if ($Id) { return "id $Id" }
    $name = Get-Name $Dn
    if ($null -ne $name) { "name $($name.Key)" } else { 'name' }
}

Invoke-InOwnWords (Get-DirectoryFolder $ConfigParameters) {
    $asked = $GetImportEntriesRunStep.FullObjectEntries
    if ($asked.Count -gt 0) { Get-WholeEntries $Global:CsvImport $asked }
    else { Get-Page $Global:CsvImport $GetImportEntriesRunStep.CustomData $OpenImportConnectionRunStep.PageSize }
}
