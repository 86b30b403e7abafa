import { runProcess } from './berth.ts'

void runProcess()
