variable "enabled" {
  type    = bool
  default = true
}

resource "aws_vpc" "this" {
  count      = var.enabled ? 1 : 0
  cidr_block = "10.0.0.0/16"
}

resource "aws_vpc" "none" {
  count      = var.enabled ? 0 : 1
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "a" {
  count             = 3
  vpc_id            = aws_vpc.this[0].id
  cidr_block        = cidrsubnet(aws_vpc.this[0].cidr_block, 8, count.index)
  availability_zone = element(["us-east-1a", "us-east-1b"], count.index)
  tags = {
    Name  = format("subnet-%02d", count.index + 1)
    Peers = join(",", [for i in range(3) : tostring(i) if i != count.index])
  }
}

resource "aws_route_table_association" "a" {
  count          = length(aws_subnet.a)
  subnet_id      = aws_subnet.a[count.index].id
  route_table_id = one(aws_route_table.this[*].id)
}

resource "aws_route_table" "this" {
  count  = length(aws_vpc.this)
  vpc_id = aws_vpc.this[count.index].id
}

resource "aws_flow_log" "this" {
  count                = var.enabled && length(aws_vpc.none) == 0 ? 1 : 0
  vpc_id               = try(aws_vpc.none[0].id, aws_vpc.this[0].id)
  traffic_type         = "ALL"
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::logs"
}
