variable "rules" {
  type = map(list(any))
  default = {
    https-443-tcp  = [443, 443, "tcp", "HTTPS"]
    ssh-tcp        = [22, 22, "tcp", "SSH"]
    postgresql-tcp = [5432, 5432, "tcp", "PostgreSQL"]
    all-all        = [-1, -1, "-1", "All protocols"]
    _              = ["", "", ""]
  }
}
