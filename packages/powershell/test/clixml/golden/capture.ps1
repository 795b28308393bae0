# Writes powershell-7.6.txt: what a real PowerShell makes of values of every kind. By hand, where there is one:
#   TZ=Europe/Berlin pwsh -NoProfile -File capture.ps1 > powershell-7.6.txt
function Out-Case($name, $value, $depth = 3) {
    [Console]::Out.Write("=== $name`n$([System.Management.Automation.PSSerializer]::Serialize($value, $depth).Replace("`r`n", "`n"))`n")
}
$utc = [DateTimeKind]::Utc
$unknown = [char]0x2028 + [char]0x9F + [char]0xA0 + [char]0xE9
$friday = [dayofweek]::Friday

Out-Case 'null' $null
Out-Case 'nothing' ([System.Management.Automation.Internal.AutomationNull]::Value)
Out-Case 'text' 'plain'
Out-Case 'text empty' ''
Out-Case 'text blank' "   "
Out-Case 'text odd' ("a`0b`tc`nd`re<f>&g`"h'i_x0041_j_X0041_k_l__x" + [char]0xD83D + [char]0xDE00 + [char]0xD800 + 'z' + [char]0xDC00 + [char]0x7F + [char]0x85 + $unknown + ' ')
Out-Case 'true' $true
Out-Case 'char' ([char]'A')
Out-Case 'char nul' ([char]0)
Out-Case 'byte' ([byte]200)
Out-Case 'sbyte' ([sbyte]-3)
Out-Case 'int16' ([int16]-300)
Out-Case 'uint16' ([uint16]65535)
Out-Case 'int32' ([int]::MinValue)
Out-Case 'uint32' ([uint32]::MaxValue)
Out-Case 'int64' ([int64]::MinValue)
Out-Case 'uint64' ([uint64]::MaxValue)
Out-Case 'int64 safe' ([int64]9007199254740991)
Out-Case 'single' ([single]1.1)
Out-Case 'single -inf' ([single]::NegativeInfinity)
Out-Case 'double' 0.1
Out-Case 'double large' 1e300
Out-Case 'double small' 1e-7
Out-Case 'double nan' ([double]::NaN)
Out-Case 'double inf' ([double]::PositiveInfinity)
Out-Case 'double -0' (-0.0)
Out-Case 'decimal' 1.50d
Out-Case 'decimal max' ([decimal]::MaxValue)
Out-Case 'decimal small' 0.0000000000000000000000000001d
Out-Case 'decimal 0.0' 0.0d
Out-Case 'date utc' ([datetime]::new(2024, 1, 2, 3, 4, 5, 678, $utc).AddTicks(1234))
Out-Case 'date local' ([datetime]::new(2024, 1, 2, 3, 4, 5, 678, [DateTimeKind]::Local))
Out-Case 'date unspecified' ([datetime]::new(2024, 1, 2, 3, 4, 5))
Out-Case 'date min' ([datetime]::MinValue)
Out-Case 'date max' ([datetime]::SpecifyKind([datetime]::MaxValue, $utc))
Out-Case 'date of Get-Date' (Get-Date '2024-01-02T03:04:05Z')
Out-Case 'datetimeoffset' ([datetimeoffset]::new(2024, 1, 2, 3, 4, 5, [timespan]::FromHours(2)))
Out-Case 'dateonly' ([dateonly]::new(2024, 1, 2))
Out-Case 'timespan' ([timespan]'1.02:03:04.5000000')
Out-Case 'timespan negative' ([timespan]'-00:30:00')
Out-Case 'timespan zero' ([timespan]::Zero)
Out-Case 'timespan min' ([timespan]::MinValue)
Out-Case 'timespan max' ([timespan]::MaxValue)
Out-Case 'timespan tick' ([timespan]::new(1))
Out-Case 'bytes' ([byte[]](0, 1, 127, 128, 255))
Out-Case 'bytes none' ([byte[]]::new(0))
Out-Case 'guid' ([guid]'8f7b6a3c-0c1d-4e2f-9a0b-1c2d3e4f5a6b')
Out-Case 'uri' ([uri]'https://example.com/a b?x=1&y=_x0041_')
Out-Case 'version' ([version]'1.2.3.4')
Out-Case 'semanticversion' ([semver]'7.6.0-rc.1')
Out-Case 'xml' ([xml]'<a b="1"><c>&amp; text</c><!-- n --></a>')
Out-Case 'scriptblock' ({ Get-Item "a" | Where-Object { $_ -lt 3 } })
Out-Case 'enum' $friday
Out-Case 'enum flags' ([System.IO.FileAttributes]'ReadOnly,Hidden')
Out-Case 'enum unknown' ([enum]::ToObject([dayofweek], 99))
Out-Case 'enums' @($friday, $friday, [dayofweek]::Monday)
Out-Case 'object' ([pscustomobject]@{ Name = 'n'; Inner = [pscustomobject]@{ Deep = [pscustomobject]@{ x = 1 } } })
Out-Case 'object too deep' ([pscustomobject]@{ A = [pscustomobject]@{ B = [pscustomobject]@{ C = 1 }; L = @(1, @(2)); T = @{ k = 1 } } }) 1
Out-Case 'object empty' ([pscustomobject]@{})
Out-Case 'object odd names' ([pscustomobject]@{ 'a b' = 1; "c`nd" = 2; 'e_x0041_' = 3; '__proto__' = 4; constructor = 5; ('f' + [char]0xD800) = 6; 'q"<' = 7; toString = 8 })
Out-Case 'object plain' ([object]::new())
class Point { [int]$X = 1; [string]$Y = 'q'; hidden [int]$Z = 3 }
Out-Case 'class' ([Point]::new())
Out-Case 'hashtable' @{ one = 1 }
Out-Case 'hashtable empty' @{}
Out-Case 'ordered' ([ordered]@{ z = 1; a = @{ q = @(1, '2', $null) } })
Out-Case 'ordered keys' ([ordered]@{ 'b' = 1; ([object]5) = 2; ([object][dayofweek]::Monday) = 3; ([object][datetime]::new(2024, 1, 2, 3, 4, 5, $utc)) = 4; ([object]$true) = 5; 'n' = $null; ([object]@(1, 2)) = 6; ([object][version]'1.2') = 7 })
$dictionary = [System.Collections.Generic.Dictionary[string, int]]::new()
$dictionary['a'] = 1
$dictionary['A'] = 2
Out-Case 'dictionary' $dictionary
Out-Case 'array' @(1, 'a', $null, @(2, @(3)))
Out-Case 'array empty' @()
Out-Case 'array of one' (, 1)
Out-Case 'array of texts' ([string[]]@('a', $null))
Out-Case 'array of two dimensions' ([int[,]]::new(2, 2))
Out-Case 'list' ([System.Collections.Generic.List[string]]@('x', 'y'))
Out-Case 'arraylist' ([System.Collections.ArrayList]@(1, 2))
Out-Case 'stack' ([System.Collections.Stack]@(1, 2))
Out-Case 'queue' ([System.Collections.Queue]@(1, 2))
Out-Case 'hashset' ([System.Collections.Generic.HashSet[int]]@(1, 2))
Out-Case 'tuple' ([tuple]::Create(1, 'a'))
Out-Case 'text with member' (Add-Member -InputObject 'text' -NotePropertyName Extra -NotePropertyValue 5 -PassThru)
Out-Case 'number with member' (Add-Member -InputObject 42 -NotePropertyName Extra -NotePropertyValue 5 -PassThru)
$array = @(1, 2)
Out-Case 'array with member' @(, (Add-Member -InputObject $array -NotePropertyName Extra -NotePropertyValue 5 -PassThru))
$shared = [pscustomobject]@{ v = 1 }
Out-Case 'shared' @($shared, $shared, @{ s = $shared })
$cycle = [pscustomobject]@{ Name = 'loop'; Self = $null }
$cycle.Self = $cycle
Out-Case 'cycle' $cycle
$table = @{ n = 1 }
$table.self = $table
Out-Case 'cycle of a hashtable' $table
$secret = ConvertTo-SecureString 'pw' -AsPlainText -Force
Out-Case 'securestring' $secret
Out-Case 'credential' ([pscredential]::new('user', $secret))
Out-Case 'dbnull' ([dbnull]::Value)
Out-Case 'biginteger' ([bigint]::Pow(2, 70))
Out-Case 'ipaddress' ([ipaddress]'10.0.0.1')
Out-Case 'switch' ([switch]$true)
Out-Case 'progress' ([System.Management.Automation.ProgressRecord]::new(1, 'act', 'status'))
Out-Case 'progresses' @([System.Management.Automation.ProgressRecord]::new(1, 'act', 'status'), 5)
$set = [pscustomobject]@{ A = 1; B = 2 }
$set | Add-Member MemberSet PSStandardMembers ([System.Management.Automation.PSMemberInfo[]]@([System.Management.Automation.PSPropertySet]::new('DefaultDisplayPropertySet', [string[]]@('A'))))
$set | Add-Member ScriptProperty Twice { $this.A * 2 }
$set | Add-Member AliasProperty Also A
$set | Add-Member MemberSet Mine ([System.Management.Automation.PSMemberInfo[]]@([System.Management.Automation.PSNoteProperty]::new('In', 5)))
Out-Case 'member set' $set
$named = [pscustomobject]@{ A = 1 }
$named.PSObject.TypeNames.Insert(0, 'My.Type')
Out-Case 'type names' @($named, [pscustomobject]@{ A = 1 }, $named.PSObject.Copy())
$back = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(@($friday, @{ a = 1 }, [System.Collections.Stack]@(1, 2), [version]'1.2')))
Out-Case 'deserialized' $back
Out-Case 'group' (1, 2 | Group-Object | Select-Object -First 1) 2
Out-Case 'csv' ("a,b`n1,2" | ConvertFrom-Csv)
Out-Case 'selected' ([pscustomobject]@{ x = 1; y = 2 } | Select-Object x, @{ n = 'z'; e = { $_.y } })
Out-Case 'error record' ([System.Management.Automation.ErrorRecord]::new([System.InvalidOperationException]::new('It failed.', [System.Exception]::new('Because.')), 'Its.Id', 'InvalidOperation', 'target')) 2
$deep = [pscustomobject]@{ bottom = $true }
foreach ($level in 1..12) { $deep = [pscustomobject]@{ level = $level; in = $deep } }
Out-Case 'object deep' $deep 32
Out-Case 'object deeper than asked' $deep 1
Out-Case 'tuple deeper than asked' ([tuple]::Create([tuple]::Create([tuple]::Create(1, 2), 3), 4)) 1
$list = [System.Collections.ArrayList]::new()
[void]$list.Add($list)
Out-Case 'cycle of a list' $list
$turn = [System.Collections.Generic.Dictionary[string, object]]::new()
$turn['K'] = 1
$turn['k'] = [ordered]@{ back = $turn; list = @(, $turn) }
Out-Case 'cycle of dictionaries' $turn
Out-Case 'singles' ([single[]](1.5, [single]::MaxValue, [single]::Epsilon, [single]::NaN))
Out-Case 'doubles' ([double[]]([double]::MaxValue, [double]::MinValue, [double]::Epsilon))
Out-Case 'decimals' ([decimal[]](0.10d, 100d, -1.10d, 0.1234567890123456789012345678d, 7922816251426433759354395033.5d))
Out-Case 'date local min' ([datetime]::SpecifyKind([datetime]::MinValue, [DateTimeKind]::Local))
Out-Case 'date local max' ([datetime]::SpecifyKind([datetime]::MaxValue, [DateTimeKind]::Local))
Out-Case 'char half of a pair' ([char]0xD800)
Out-Case 'object names of controls' ([pscustomobject]@{ ([string][char]1 + [char]0x85) = [string][char]2; '_x' = 1; ([string][char]0x20AC) = 2 })
Out-Case 'int128' ([int128]::MaxValue)
Out-Case 'range' ([System.Linq.Enumerable]::Range(1, 3))
Out-Case 'generic queue' ([System.Collections.Generic.Queue[string]]::new([string[]]('a', 'b')))
Out-Case 'read-only collection' ([System.Collections.ObjectModel.ReadOnlyCollection[int]]::new([int[]](1, 2)))
Out-Case 'from json' ('{"a":[1,{"b":null}],"c":1.5,"d":"2024-01-02T03:04:05Z","e":[]}' | ConvertFrom-Json) 8
