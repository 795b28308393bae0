# Reads what is in the file that the parameter File names: JSON, one object a line.
param (
    $Username,
    $Password,
    $Credentials,
    $ConfigurationParameter,
    $OperationType,
    [bool] $UsePagedImport,
    $PageSize,
    $Schema
)
begin {
    $path = Join-Path $PSScriptRoot $ConfigurationParameter['File']
    $since = 0
    if ($OperationType -eq 'Delta') { $since = [int] $global:RunStepCustomData }
    $last = $since
}
process {
    foreach ($line in Get-Content -LiteralPath $path) {
        $read = ConvertFrom-Json $line
        if ($read.change -le $since) { continue }
        if ($read.change -gt $last) { $last = $read.change }
        $found = @{ objectClass = 'person'; Number = $read.number }
        if ($read.gone) {
            if ($OperationType -ne 'Delta') { continue }
            $found.changeType = 'Delete'
        } else {
            $found.Name = $read.name
            $found.Badges = $read.badges
            $found.Floor = $read.floor
            $found.Boss = $read.boss
        }
        $found
    }
}
end {
    $global:RunStepCustomData = "$last"
}
