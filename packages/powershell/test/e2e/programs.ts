/** What the tests of this folder need. */
export const pwsh = {
  name: "pwsh",
  install: "https://learn.microsoft.com/powershell/scripting/install/installing-powershell",
};
export const sshd = { name: "sshd", path: "/usr/sbin/sshd", install: "apt-get install openssh-server openssh-client" };
