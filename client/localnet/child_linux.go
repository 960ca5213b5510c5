package localnet

import "syscall"

// childOfParent makes the kernel end a node when the program that started it is killed, so that nothing is left running; and
// gives it a group of its own, so that Ctrl-C reaches the program alone, which then stops its nodes in order.
func childOfParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
