resource "aws_instance" "many" {
  count         = 3
  ami           = "ami-${count.index}"
  instance_type = "t3.micro"
  ebs_block_device {
    device_name = "/dev/sd${count.index}"
    volume_size = 10 + count.index
  }
  ebs_block_device {
    device_name = "/dev/xvd${count.index}"
    volume_size = 20 + count.index
  }
}
resource "aws_instance" "one" {
  ami           = "ami-one"
  instance_type = "t3.small"
  tags          = { a = "1" }
}
resource "aws_sqs_queue" "keyed" {
  for_each = toset(["b", "a"])
  name     = "q-${each.value}"
}
locals {
  people = [{ name = "a", pets = [{ kind = "cat" }, { kind = "dog" }] }, { name = "b", pets = [] }]
  object = { only = { pets = [{ kind = "fish" }] } }
}
output "all" {
  value = {
    amis      = aws_instance.many[*].ami
    legacy    = aws_instance.many.*.ami
    single    = aws_instance.one[*].ami
    tags      = aws_instance.one[*].tags["a"]
    sizes     = sort(flatten(aws_instance.many[*].ebs_block_device[*].volume_size))
    devices   = [for instance in aws_instance.many : sort([for device in instance.ebs_block_device : device.device_name])]
    keyed     = values(aws_sqs_queue.keyed)[*].name
    pets      = local.people[*].pets[*].kind
    first     = local.people[0].pets[*].kind
    attribute = local.people.*.name
    index     = local.people.*.pets[0][0].kind
    object    = local.object[*].only.pets[0].kind
    set       = toset(["x", "y"])[*]
    map       = { k = "v" }[*]
    string    = "text"[*]
    tuple     = [1, [2, 3]][*]
    nested    = [[{ v = 1 }], [{ v = 2 }, { v = 3 }]][*][*].v
    length    = length(aws_instance.many[*].id)
    ids       = length(compact(concat(aws_instance.many[*].ami, [""])))
  }
}
resource "aws_ssm_parameter" "joined" {
  name  = "/amis"
  type  = "StringList"
  value = join(",", concat(aws_instance.many[*].ami, aws_instance.one[*].ami))
}
