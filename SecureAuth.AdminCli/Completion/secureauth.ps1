# Completion of secureauth for PowerShell. Put this line into $PROFILE:
#     secureauth completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName secureauth -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = $commandAst.CommandElements[0]
    $arguments = $commandAst.ToString().Substring($program.Extent.EndOffset - $commandAst.Extent.StartOffset)
    # The text ends with its last word, so the spaces up to the cursor may be missing.
    $length = [Math]::Max(1, $cursorPosition - $program.Extent.EndOffset)
    # The program knows itself by its own name, whatever it was called by.
    $line = 'secureauth' + $arguments.PadRight($length).Substring(0, $length)
    & $program.ToString() "[suggest:$($line.Length)]" $line 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
