# The types of a small system: people with their badges, and the teams that they are in.
param ($Username, $Password, $Credentials, $ConfigurationParameter)

$person = New-Object -TypeName PSCustomObject
$person | Add-Member -MemberType NoteProperty -Name 'Anchor-Number|String' -Value '1'
$person | Add-Member -MemberType NoteProperty -Name 'objectClass|String' -Value 'person'
$person | Add-Member -MemberType NoteProperty -Name 'Name|String' -Value 'Mara Lind'
$person | Add-Member -MemberType NoteProperty -Name 'Badges|String[]' -Value ('blue', 'red')
$person | Add-Member -MemberType NoteProperty -Name 'Floor|Integer' -Value 3
$person | Add-Member -MemberType NoteProperty -Name 'Present|Boolean' -Value $true
$person | Add-Member -MemberType NoteProperty -Name 'Picture|Binary' -Value 0x00
$person | Add-Member -MemberType NoteProperty -Name 'Boss|Reference' -Value '2'
$person | Add-Member -MemberType NoteProperty -Name 'ImportOnly-LastSeen|String' -Value ''
$person | Add-Member -MemberType NoteProperty -Name 'ExportOnly-Greeting|String' -Value ''
$person

[PSCustomObject]@{
    'anchor-id|string'     = 'x'
    'objectclass|string'   = 'team'
    'Members|reference[]'  = '1'
}
