module "m" {
  source    = "./m"
  number    = "0012.50"
  text      = 1.50
  flag      = "true"
  list      = toset(["b", "a", "b"])
  set       = ["z", "z", 1]
  map       = { a = 1, b = true }
  object    = { name = "n", extra = "dropped", port = "80" }
  tuple     = ["1", 2]
  list_map  = [{ a = "1" }, { b = 2 }]
  map_list  = { x = toset([2, 1]) }
  set_obj   = [{ k = "b", v = 1 }, { k = "a", v = "1" }, { k = "b", v = "1" }]
  any       = { a = [1, "2"], b = [] }
  list_any  = [{ a = 1 }, { a = "x" }]
  big       = 12345678901234567890
  untyped   = [1, "x", { y = null }]
}
output "all" { value = module.m.all }
resource "aws_security_group" "conversions" {
  name                   = 12
  revoke_rules_on_delete = "true"
  tags                   = { n = 1.0, t = true, s = "s" }
  ingress = [
    { from_port = "80", to_port = 80, protocol = 6, cidr_blocks = toset(["10.0.0.0/8"]), description = null, ipv6_cidr_blocks = null, prefix_list_ids = null, security_groups = null, self = "false" },
  ]
}
resource "aws_ecs_task_definition" "t" {
  family                = "f"
  cpu                   = 256
  memory                = "512"
  container_definitions = jsonencode([{ name = "a", image = "b", memory = 1 }])
}
