package form

import (
	"slices"
	"strings"

	"cosmossdk.io/api/cosmos/msg/v1"

	protov2 "google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Verb is one act or question that the program knows: a method of a module's Msg or Query service.
type Verb struct {
	Module   string // payment
	Name     string // the method's name in kebab case: make-award
	Method   string // the full gRPC method: /purse.grant.v1.Msg/MakeAward
	Request  string // full protobuf names
	Response string
	Args     []Argument // the request's fields in order, without the pagination
	Paged    bool       // the request takes a pagination
}

// Argument is one field of a request.
type Argument struct {
	Name   string // as in protobuf: program_activity
	Help   string // what it takes, with an example
	Signer bool   // it holds the address of who signs
}

// Doc lists what a verb takes, in a line.
func (v Verb) Doc() string {
	var takes []string
	for _, a := range v.Args {
		if !a.Signer {
			takes = append(takes, label(a.Name))
		}
	}
	if len(takes) == 0 {
		return "takes nothing"
	}
	return "takes " + strings.Join(takes, ", ")
}

// Messages are the acts of every module linked into the program: modules by name, their acts in the order of their declaration.
func Messages() ([]Verb, error) { return verbs("Msg", "purse.") }

// Queries are the questions of every module, and of the engine's modules that the chain uses, in the same order.
func Queries() ([]Verb, error) {
	return verbs("Query", "purse.", "cosmos.auth.", "cosmos.consensus.", "cosmos.upgrade.")
}

func verbs(service protoreflect.Name, packages ...string) ([]Verb, error) {
	files, err := registry()
	if err != nil {
		return nil, err
	}
	var all []Verb
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		ours := func(prefix string) bool { return strings.HasPrefix(string(file.Package()), prefix) }
		if s := file.Services().ByName(service); s != nil && slices.ContainsFunc(packages, ours) {
			for i := range s.Methods().Len() {
				all = append(all, verb(s.Methods().Get(i)))
			}
		}
		return true
	})
	slices.SortStableFunc(all, func(a, b Verb) int { return strings.Compare(a.Module, b.Module) })
	return all, nil
}

func verb(m protoreflect.MethodDescriptor) Verb {
	service := m.Parent().FullName()
	v := Verb{
		Module:   strings.Split(string(service), ".")[1],
		Name:     kebab(string(m.Name())),
		Method:   "/" + string(service) + "/" + string(m.Name()),
		Request:  string(m.Input().FullName()),
		Response: string(m.Output().FullName()),
	}
	signers, _ := protov2.GetExtension(m.Input().Options(), msgv1.E_Signer).([]string)
	for i := range m.Input().Fields().Len() {
		fd := m.Input().Fields().Get(i)
		if fd.Message() != nil && fd.Message().FullName() == "cosmos.base.query.v1beta1.PageRequest" {
			v.Paged = true
			continue
		}
		name := string(fd.Name())
		v.Args = append(v.Args, Argument{Name: name, Help: help(fd), Signer: slices.Contains(signers, name)})
	}
	return v
}

// kebab writes a method's name in lower case with hyphens: AccountAddressByID is account-address-by-id.
func kebab(name string) string {
	var b strings.Builder
	for i := range name {
		begins := i > 0 && isCapital(name[i]) && (!isCapital(name[i-1]) || (i+1 < len(name) && !isCapital(name[i+1])))
		if begins {
			b.WriteByte('-')
		}
		b.WriteByte(name[i])
	}
	return strings.ToLower(b.String())
}

func isCapital(b byte) bool { return 'A' <= b && b <= 'Z' }

// label is a field's name in plain words.
func label(name string) string { return strings.ReplaceAll(name, "_", " ") }
