module "web" {
  source = "./group"
  name   = "web"
  vpc_id = aws_vpc.v.id
  ingress = {
    https = { ports = [443], cidrs = ["0.0.0.0/0", "10.0.0.0/8"], description = "TLS" }
    admin = { ports = [22, 3389], groups = [module.bastion.id] }
    range = { ports = range(8000, 8003), cidrs = ["172.16.0.0/12"], protocol = "udp" }
    self  = { self = true, protocol = "-1" }
  }
}
module "bastion" {
  source      = "./group"
  name        = "bastion"
  description = "Jump host"
  vpc_id      = aws_vpc.v.id
  ingress     = { ssh = { ports = [22], cidrs = ["203.0.113.0/24"] } }
  egress      = null
}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
output "rules" { value = { web = module.web.rule_names, bastion = module.bastion.rule_names } }
