/**
 * For bash 3.2 and newer. Bash splits words at `=` and `:`, which is undone before idle is asked and done again for what
 * it answers. Files are left to readline, which knows about quotes, blanks and tildes.
 */
export const bashScript = `# Completes idle in bash. To install: eval "$(idle completion bash)"    in ~/.bashrc
_idle_complete() {
  local line=\${COMP_LINE:0:COMP_POINT} rest word lead current before value description directive
  local -a words=() values=() descriptions=()
  local index
  COMPREPLY=()

  # Words that follow each other without a blank are one.
  rest=$line
  for ((index = 0; index <= COMP_CWORD; index++)); do
    lead=\${rest%%[![:blank:]]*}
    rest=\${rest#"$lead"}
    word=\${COMP_WORDS[index]}
    if [[ "$rest" != "$word"* ]]; then word=$rest; fi
    rest=\${rest#"$word"}
    if ((index == 0)) || [[ -n "$lead" ]]; then
      words+=("$word")
    else
      words[\${#words[@]} - 1]+=$word
    fi
  done
  current=\${words[\${#words[@]} - 1]}

  while IFS=$'\\t' read -r value description; do
    if [[ "$value" == :* ]]; then
      directive=$value
    else
      values+=("$value")
      descriptions+=("$description")
    fi
  done < <(command idle __complete bash -- "\${words[@]:1}" 2>/dev/null </dev/null)

  if [[ "$directive" == :files ]]; then return; fi
  # Readline would complete files when there is nothing else.
  type compopt &>/dev/null && compopt +o default 2>/dev/null

  # What stands before the last = or : in the word stays as it is.
  before=
  if [[ "$current" == *[=:]* ]]; then before=\${current%"\${current##*[=:]}"}; fi
  for ((index = 0; index < \${#values[@]}; index++)); do
    value=\${values[index]#"$before"}
    # Only while a list is shown, where nothing of it gets into the line.
    if ((\${#values[@]} > 1)) && [[ "$COMP_TYPE" == 63 && -n "\${descriptions[index]}" ]]; then
      COMPREPLY+=("$value  (\${descriptions[index]})")
    else
      printf -v value %q "$value"
      COMPREPLY+=("$value")
    fi
  done
}
complete -o default -F _idle_complete idle
`;
