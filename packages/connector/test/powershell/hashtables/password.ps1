# Takes the object from the pipeline, in each of the two ways that scripts do.
param (
    $Username,
    $Password,
    $Credentials,
    $Action,
    $OldPassword,
    $NewPassword,
    [switch] $UnlockAccount,
    [switch] $ForceChangeAtLogOn,
    [switch] $ValidatePassword
)
process {
    if ($NewPassword -eq 'refuse me') { throw "not $NewPassword" }
    Write-Warning ($Action, $_.'[DN]', $_.DN, $_.'[ObjectType]', $_.Number, $_.Name, ($_.Badges -join '+'), $_['Name'].Value,
        $NewPassword.Length, $OldPassword.Length, $UnlockAccount, $ForceChangeAtLogOn, $ValidatePassword -join '|')
}
