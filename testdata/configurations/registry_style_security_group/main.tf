module "sg" {
  source                   = "./sg"
  name                     = "web"
  ingress_cidr_blocks      = ["10.10.0.0/16"]
  ingress_rules            = ["https-443-tcp", "ssh-tcp"]
  ingress_with_cidr_blocks = [
    { from_port = 8080, to_port = 8090, protocol = "tcp", description = "service", cidr_blocks = "10.20.0.0/16,0.0.0.0/0" },
    { rule = "postgresql-tcp", cidr_blocks = "0.0.0.0/0" },
  ]
  egress_rules = ["all-all"]
}
