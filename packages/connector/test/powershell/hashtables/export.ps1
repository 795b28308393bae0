# Writes down what it is told, and answers as the names of the objects ask for.
param ($Username, $Password, $Credentials, $ConfigurationParameter, $ExportType, $ExportPageNumber, $Schema)
begin {
    Write-Warning "begin $ExportType $ExportPageNumber"
}
process {
    $line = '{0} {1} {2} anchor={3} dn={4} rdn={5} name={6} badges={7} floor={8} boss={9} of {10}' -f $_.'[ObjectModificationType]',
        $_.'[ObjectType]', ($_.'[Identifier]' -eq $_.'[IdentifierAsGuid]'.ToString()), $_.'[Anchor]', $_.'[DN]', $_.'[RDN]', $_.Name,
        ($_.Badges -join '+'), $_.Floor, $_.Boss, ($_.'[AttributeNames]' -join '+')
    Write-Warning $line
    $result = @{ '[Identifier]' = $_.'[Identifier]'; '[ErrorName]' = 'success' }
    switch ($_.Name) {
        'Refused' {
            $result['[ErrorName]'] = 'person-refused'
            $result['[ErrorDetail]'] = 'The house is full.'
        }
        'Numbered' { $result['Number'] = '77'; $result['Name'] = 'no anchor' }
        'Quiet' { return }
        'Undecided' { $result.Remove('[ErrorName]') }
    }
    'not a result'
    $result
}
end {
    Write-Warning 'end'
}
