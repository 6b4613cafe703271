variable "rules" {
  type = any
  default = {
    a = { ports = [80, 443], open = true }
    b = { ports = ["22"] }
    c = { ports = [], note = null }
  }
}
variable "list_of_any" {
  type    = list(any)
  default = [1, "2", true]
}
variable "map_of_any" {
  type    = map(any)
  default = { a = 1, b = "two" }
}
variable "set_of_any" {
  type    = set(any)
  default = ["b", "a", "b", 3]
}
variable "objects" {
  type    = list(any)
  default = [{ a = 1, b = "x" }, { a = "y", b = "z" }]
}
variable "maps" {
  type    = map(map(any))
  default = { x = { n = 1 }, y = { n = "1", m = "2" } }
}
output "rules" { value = { for name, rule in var.rules : name => { ports = [for port in rule.ports : tonumber(port)], open = lookup(rule, "open", false), note = try(rule.note, "no note") } } }
output "list_of_any" { value = var.list_of_any }
output "map_of_any" { value = var.map_of_any }
output "set_of_any" { value = var.set_of_any }
output "objects" { value = var.objects }
output "maps" { value = var.maps }
output "sum" { value = sum(flatten([for rule in values(var.rules) : rule.ports])) }
output "typed" { value = [can(tostring(var.rules)), can(tomap(var.rules)), can(tolist(var.objects)), length(tolist([]))] }
resource "aws_security_group" "any" {
  for_each = var.rules
  name     = each.key
  dynamic "ingress" {
    for_each = each.value.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = lookup(each.value, "open", false) ? ["0.0.0.0/0"] : ["10.0.0.0/8"]
    }
  }
}
