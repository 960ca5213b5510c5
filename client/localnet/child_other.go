//go:build !linux

package localnet

import "syscall"

// childOfParent gives a node a group of its own, so that Ctrl-C reaches the program alone, which then stops its nodes in order.
func childOfParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
