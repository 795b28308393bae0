/** For fish 3 and newer. fish quotes what it inserts. */
export const fishScript = `# Completes idle in fish. To install: idle completion fish | source    in ~/.config/fish/config.fish
function __idle_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l lines (command idle __complete fish -- $words[2..-1] "$current" 2>/dev/null </dev/null)
    for line in $lines
        if test "$line" = :files
            if string match --quiet -- '--*=*' "$current"
                set -l option (string replace --regex -- '=.*' '=' "$current")
                set -l rest (string replace --regex -- '^[^=]*=' '' "$current")
                for file in (__fish_complete_path "$rest")
                    printf '%s%s\\n' "$option" "$file"
                end
            else
                __fish_complete_path "$current"
            end
        else if test "$line" != :none
            printf '%s\\n' "$line"
        end
    end
end
complete --command idle --no-files --arguments '(__idle_complete)'
`;
