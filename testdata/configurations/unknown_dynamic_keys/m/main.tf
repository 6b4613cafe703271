variable "vpc_id" {
  type = string
}
variable "cidrs" {
  type = list(string)
}
resource "aws_security_group" "s" {
  name   = "s"
  vpc_id = var.vpc_id
  dynamic "ingress" {
    for_each = var.cidrs
    content {
      from_port   = 443
      to_port     = 443
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
      description = "from ${ingress.key}"
    }
  }
  tags = { vpc = var.vpc_id, n = length(var.cidrs) }
}
resource "aws_vpc_security_group_ingress_rule" "r" {
  for_each          = toset(var.cidrs)
  security_group_id = aws_security_group.s.id
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_ipv4         = each.value
}
