package form

import (
	"slices"
	"strings"

	msgv1 "cosmossdk.io/api/cosmos/msg/v1"

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
	Name     string // as in protobuf: program_activity
	Help     string // what it takes, with an example
	Signer   bool   // it holds the address of who signs
	Optional bool   // the verb can do without it
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

// Messages are the acts of people, in every module linked into the program: modules by name, their acts in the order of their
// declaration.
func Messages() ([]Verb, error) {
	all, err := verbs("Msg", "purse.")
	return slices.DeleteFunc(all, Verb.byResolution), err
}

// Resolvable are the acts that only a resolution of the members can run, in the same order.
func Resolvable() ([]Verb, error) {
	all, err := verbs("Msg", "purse.", "cosmos.auth.", "cosmos.consensus.", "cosmos.upgrade.")
	return slices.DeleteFunc(all, func(v Verb) bool { return !v.byResolution() }), err
}

// actOf finds the act that a resolution runs by its message's full protobuf name.
func actOf(message string) (Verb, bool) {
	all, err := Resolvable()
	i := slices.IndexFunc(all, func(v Verb) bool { return v.Request == message })
	if err != nil || i < 0 {
		return Verb{}, false
	}
	return all[i], true
}

// byResolution says that what signs a message is not a person.
func (v Verb) byResolution() bool {
	return slices.ContainsFunc(v.Args, func(a Argument) bool { return a.Signer && a.Name == "authority" })
}

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
		v.Args = append(v.Args, Argument{Name: name, Help: help(fd), Signer: slices.Contains(signers, name),
			Optional: slices.Contains(optional, fd.FullName())})
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
