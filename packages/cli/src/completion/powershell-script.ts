/**
 * For Windows PowerShell 5.1 and PowerShell 7. The words travel as one in base64: these shells lose quotes and empty words
 * on the way to a program. What is inserted is in quotes unless it needs none.
 */
export const powershellScript = `# Completes idle in PowerShell. To install: idle completion powershell | Out-String | iex    in $PROFILE
Register-ArgumentCompleter -Native -CommandName @('idle', 'idle.cmd', 'idle.ps1') -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @()
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.StartOffset -ge $cursorPosition) { break }
        $text = $element.Extent.Text
        if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $text = $element.Value }
        $words += $text
    }
    # The word at the cursor is the last one; behind a blank it is empty, and no element.
    if ($wordToComplete -eq '') { $words += '' }
    $encoded = [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes(($words -join "\`n")))
    $before = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $lines = @(idle __complete powershell $encoded 2>$null)
    } finally {
        [Console]::OutputEncoding = $before
    }
    # Without a result PowerShell completes files.
    if ($lines -contains ':files') { return }
    $count = 0
    foreach ($line in $lines) {
        if ($line.StartsWith(':')) { continue }
        $value, $description = $line -split "\`t", 2
        if (-not $description) { $description = $value }
        $inserted = $value
        if ($value -notmatch '^[A-Za-z0-9_./=:+-]+$') {
            $inserted = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($value) + "'"
        }
        $count += 1
        [System.Management.Automation.CompletionResult]::new($inserted, $value, 'ParameterValue', $description)
    }
    if ($count -eq 0) { [System.Management.Automation.CompletionResult]::new(' ', ' ', 'ParameterValue', ' ') }
}
`;
