package localnet

import (
	"errors"
	"fmt"
	"math/rand"
	"net"
	"strconv"
)

// Ports come in blocks. All lie below the range from which Linux (net.ipv4.ip_local_port_range) and others take the ports of
// outgoing connections: else a client's connection could sit on the port of a node that is about to be started again.
const (
	firstPort  = 10_000
	blockPorts = 64
	portBlocks = 340 // up to 31,759
)

// reserve finds a block with n free ports. The first port of the block is held by the listener as long as it is open, so that
// no other network on this machine, started at the same moment, chooses the same block before its nodes listen.
func reserve(n int) (guard net.Listener, ports []int, err error) {
	if n >= blockPorts {
		return nil, nil, fmt.Errorf("a network on one machine has at most %d ports, asked for %d", blockPorts-1, n)
	}
	start := rand.Intn(portBlocks)
	for i := range portBlocks {
		first := firstPort + (start+i)%portBlocks*blockPorts
		guard, err := listen(first)
		if err != nil {
			continue // the block of another network
		}
		ports := make([]int, n)
		for j := range ports {
			ports[j] = first + 1 + j
		}
		if allFree(ports) {
			return guard, ports, nil
		}
		guard.Close()
	}
	return nil, nil, errors.New("no block of free ports on the loopback interface")
}

func allFree(ports []int) bool {
	for _, port := range ports {
		l, err := listen(port)
		if err != nil {
			return false
		}
		l.Close()
	}
	return true
}

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
}
