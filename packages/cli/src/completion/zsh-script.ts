/** For zsh 5 and newer with compinit. What is added with compadd is quoted by zsh itself. */
export const zshScript = `#compdef idle
# Completes idle in zsh. To install: eval "$(idle completion zsh)"    in ~/.zshrc, after compinit
_idle_complete() {
  local -a lines values shown
  local line value directive
  lines=("\${(@f)$(command idle __complete zsh -- "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null </dev/null)}")
  for line in "\${(@)lines}"; do
    if [[ "$line" == :* ]]; then
      directive=$line
      continue
    fi
    value=\${line%%$'\\t'*}
    values+=("$value")
    if [[ -n "\${line#*$'\\t'}" ]]; then
      shown+=("$value  -- \${line#*$'\\t'}")
    else
      shown+=("$value")
    fi
  done
  if [[ "$directive" == :files ]]; then
    compset -P '*='
    _files
    return
  fi
  (( \${#values} )) && compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown -a values
}
compdef _idle_complete idle
`;
