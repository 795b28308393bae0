<#
Whether the parameters lead to a directory that can be used. Says which parameter is wrong, and why. The other pages
have nothing that could be wrong.
#>
param(
    [Parameter(Mandatory = $true)]
    [Microsoft.MetadirectoryServices.ConfigParameterPage]
    $ConfigParameterPage,

    [Parameter(Mandatory = $true)]
    [System.Collections.ObjectModel.KeyedCollection[string, Microsoft.MetadirectoryServices.ConfigParameter]]
    $ConfigParameters,

    [System.Management.Automation.PSCredential]
    $Credential
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path -Path $env:TEMP -ChildPath "CsvDirectory.psm1")

function New-Result {
    param([string]$Code, [string]$Message)
    $result = New-Object Microsoft.MetadirectoryServices.ParameterValidationResult
    $result.Code = $Code
    if ($Code -eq 'Failure') {
        $result.ErrorParameter = 'Folder_Global'
        $result.ErrorMessage = $Message
    }
    $result
}

# What is wrong; nothing when it is right.
function Get-FolderProblem {
    param([string]$Folder)
    if ($Folder -eq '') { return 'Write where the directory is: the parameter Folder under parameters.global.' }
    try {
        foreach ($partition in Get-Partitions $Folder) {
            if (-not (Test-Usable $partition.Folder)) {
                return "The folder ""$($partition.Folder)"" cannot be read and written, or is not there."
            }
            $null = Open-Snapshot $partition.Folder
        }
    }
    # What the common module has found.
    catch [Microsoft.MetadirectoryServices.ExtensionException] { return """$Folder"": $($_.Exception.Message)" }
    catch [System.IO.IOException] {
        return "The folder ""$Folder"" cannot be read: $($_.Exception.GetBaseException().Message)"
    }
    catch [System.UnauthorizedAccessException] { return "The folder ""$Folder"" cannot be read: access is denied." }
}

# Only trying tells on every system whether a folder may be written.
function Test-Usable {
    param([string]$Folder)
    try {
        $null = [System.IO.Directory]::GetFiles($Folder)
        $path = Join-Path -Path $Folder -ChildPath "$([guid]::NewGuid()).probe"
        $goesAtOnce = [System.IO.FileOptions]::DeleteOnClose
        [System.IO.FileStream]::new($path, 'CreateNew', 'Write', 'None', 1, $goesAtOnce).Dispose()
        $true
    }
    catch { $false }
}

if ($ConfigParameterPage -ne 'Global') { return New-Result Success }
$problem = Get-FolderProblem (Get-DirectoryFolder $ConfigParameters)
if ($problem) { New-Result Failure $problem } else { New-Result Success }
