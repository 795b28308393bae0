# Makes the folder a module, so that Windows finds the role capability in it. It has no commands of its own.
@{
    ModuleVersion     = '1.0.0'
    GUID              = '3b1f6f5e-5d0c-4a6c-9a53-0a7a3c2d6b41'
    Author            = 'IdLE'
    Description       = 'The role capability of the JEA endpoint IdLE.DirectorySync.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @()
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
