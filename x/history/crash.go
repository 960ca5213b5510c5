//go:build !crashpoints

package history

// crashPoint marks where a test may kill the node; see crash_test_hook.go. Here it does nothing.
func crashPoint(string) {}
